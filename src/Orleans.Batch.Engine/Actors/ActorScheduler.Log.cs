using Microsoft.Extensions.Logging;

namespace Orleans.Batch.Actors;

internal sealed partial class ActorScheduler
{
    [LoggerMessage(
        1101,
        LogLevel.Warning,
        "A step of the {Kind} actor {Key} failed for the {Failures}. time in a row; it is tried again in {Backoff}")]
    private partial void LogStepFailed(Exception e, ActorKind kind, long key, int failures, TimeSpan backoff);

    [LoggerMessage(
        1102,
        LogLevel.Warning,
        "{Count} more steps of {Kind} actors failed for the same kind of reason, the last of them of actor {Key}, for the {Failures}. time in a row: {Reason}")]
    private partial void LogStepsFail(int count, ActorKind kind, long key, int failures, string reason);
}
