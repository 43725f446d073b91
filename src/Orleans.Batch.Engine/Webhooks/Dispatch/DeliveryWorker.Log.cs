using Microsoft.Extensions.Logging;

namespace Orleans.Batch.Webhooks;

internal sealed partial class DeliveryWorker
{
    // Only the host: the rest of a URL may contain a secret.
    [LoggerMessage(1201, LogLevel.Information, "Message {MessageId} to {Host}, attempt {Attempt}, failed ({Error}): {Verdict}")]
    private partial void LogFailed(Guid messageId, string host, int attempt, string? error, AttemptVerdict verdict);

    [LoggerMessage(1202, LogLevel.Warning, "An attempt of message {MessageId} (status {Status}) could not be recorded; it is made again")]
    private partial void LogNotRecorded(Exception e, Guid messageId, int? status);
}
