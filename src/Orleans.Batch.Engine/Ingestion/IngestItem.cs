namespace Orleans.Batch.Ingestion;

/// <summary>An item of a lane's chunk in the pipeline.</summary>
/// <param name="Position">Its position in the lane.</param>
/// <param name="Sequence">Its sequence index in the batch.</param>
/// <param name="EpisodeUuid">The identity its episode gets.</param>
/// <param name="ThreadKey">Its thread, for a message.</param>
/// <param name="DataType">How the payload is to be read.</param>
/// <param name="Role">The speaker's role, for a message.</param>
/// <param name="Speaker">The speaker's name, for a message that states it; null when the pipeline does not need it.</param>
/// <param name="ReferenceTime">The reference time of its facts.</param>
/// <param name="Content">The payload; null when the pipeline does not need it.</param>
/// <param name="HasOutcome">It ended before its turn (canceled): the cursor skips it.</param>
/// <param name="HasPayload">Whether there is anything to ingest.</param>
public sealed record IngestItem(
    int Position,
    int Sequence,
    Guid EpisodeUuid,
    long? ThreadKey,
    DataType DataType,
    RoleType? Role,
    string? Speaker,
    DateTimeOffset ReferenceTime,
    string? Content,
    bool HasOutcome,
    bool HasPayload)
{
    /// <summary>Whether it is to be stored and kept as context, but not extracted, regardless of the chunk's roles.</summary>
    public bool Ignored { get; init; }
}
