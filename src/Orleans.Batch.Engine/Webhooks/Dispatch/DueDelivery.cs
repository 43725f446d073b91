namespace Orleans.Batch.Webhooks;

/// <summary>A due delivery.</summary>
/// <param name="MessageKey">The message's internal key.</param>
/// <param name="EndpointKey">The endpoint's internal key.</param>
/// <param name="MessageId">The message's identity: the same for every attempt.</param>
/// <param name="EventName">The event.</param>
/// <param name="Payload">The JSON body.</param>
/// <param name="Url">The target.</param>
/// <param name="Secrets">The signing secrets, newest first.</param>
/// <param name="Attempt">Which attempt this is, from 1: one more than are recorded.</param>
/// <param name="Now">The database's time when it was taken: the signature's stamp counts from here.</param>
/// <param name="Overdue">How long it had been due when it was taken; for the lag metric only.</param>
public sealed record DueDelivery(
    long MessageKey,
    long EndpointKey,
    Guid MessageId,
    string EventName,
    string Payload,
    string Url,
    IReadOnlyList<ReadOnlyMemory<byte>> Secrets,
    int Attempt,
    DateTimeOffset Now,
    TimeSpan Overdue);
