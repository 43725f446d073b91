using Microsoft.Extensions.Logging;

namespace Orleans.Batch.Actors;

internal sealed partial class ActorScheduler
{
    [LoggerMessage(
        1101,
        LogLevel.Warning,
        "A step of the {Kind} actor {Key} failed for the {Failures}. time in a row; it is tried again in {Backoff}")]
    private partial void LogStepFailed(Exception e, ActorKind kind, long key, int failures, TimeSpan backoff);
}
