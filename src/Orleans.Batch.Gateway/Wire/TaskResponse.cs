using System.Globalization;

namespace Orleans.Batch.Gateway.Wire;

/// <summary>Messages that were accepted.</summary>
internal sealed record AddedMessagesResponse(IReadOnlyList<Guid> MessageUuids, Guid TaskId, string? Context = null);

/// <summary>The status of a task.</summary>
internal sealed record TaskResponse(
    Guid TaskId,
    IngestTaskType Type,
    IngestTaskStatus Status,
    TaskProgress Progress,
    JsonText? Params,
    TaskError? Error,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? CompletedAt,
    DateTimeOffset UpdatedAt)
{
    public static TaskResponse From(IngestTask task) => new(
        task.TaskId,
        task.Type,
        StatusOf(task),
        new TaskProgress(
            StatusOf(task),
            string.Create(CultureInfo.InvariantCulture, $"{task.ItemsEnded} of {task.Items} episodes have ended")),
        task.Params,
        task.Error is { } error ? new TaskError(error.Code, error.Message) : null,
        task.CreatedAt,
        task.StartedAt,
        task.CompletedAt,
        task.CompletedAt ?? task.StartedAt ?? task.CreatedAt);

    // The third version of the API does not know "partial".
    private static IngestTaskStatus StatusOf(IngestTask task) =>
        task.Status == IngestTaskStatus.Partial ? IngestTaskStatus.Failed : task.Status;
}

/// <summary>The progress of a task.</summary>
internal sealed record TaskProgress(IngestTaskStatus Stage, string Message);

/// <summary>Why a task failed: the first error.</summary>
internal sealed record TaskError(string Code, string Message);
