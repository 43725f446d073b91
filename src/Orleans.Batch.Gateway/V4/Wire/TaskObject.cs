using System.Globalization;

namespace Orleans.Batch.Gateway.V4.Wire;

/// <summary>The task of a call that goes on after its answer.</summary>
internal sealed record TaskObject
{
    /// <summary>Its identity; of a batch's task, the batch's.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>What kind of call began it.</summary>
    public required string Type { get; init; }

    /// <summary>Its status.</summary>
    public required IngestTaskStatus Status { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When work on it began; absent where that is not known.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it last changed, as far as that is known.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>How far it is; kept after its end.</summary>
    public required TaskProgressObject Progress { get; init; }

    /// <summary>What it led to; of tasks that succeeded, wholly or in part.</summary>
    public TaskResultObject? Result { get; init; }

    /// <summary>Why it failed, wholly or in part: the first error.</summary>
    public ErrorObject? Error { get; init; }

    public static TaskObject From(IngestTask task)
    {
        // A batch becomes a task with its process call.
        var created = task.Type == IngestTaskType.Batch ? task.StartedAt ?? task.CreatedAt : task.CreatedAt;
        return new TaskObject
        {
            Uuid = task.TaskId,
            Type = TaskTypes.Name(task.Type),
            Status = task.Status,
            CreatedAt = created,
            StartedAt = task.StartedAt,
            UpdatedAt = task.CompletedAt ?? task.StartedAt ?? created,
            CompletedAt = task.CompletedAt,
            Progress = new TaskProgressObject(
                task.Status,
                string.Create(CultureInfo.InvariantCulture, $"{task.ItemsEnded} of {task.Items} have ended")),
            Result = task.Status is IngestTaskStatus.Succeeded or IngestTaskStatus.Partial
                ? new TaskResultObject(task.Items, task.ItemsEnded)
                : null,
            Error = task.Error is { } error ? new ErrorObject(error.Code, error.Message) : null,
        };
    }

    /// <summary>The task of a batch that was processed.</summary>
    public static TaskObject From(BatchSummary batch) => From(new IngestTask
    {
        TaskId = batch.BatchId,
        Type = IngestTaskType.Batch,
        Status = IngestTaskStatus.Pending,
        Items = batch.ItemCount,
        ItemsEnded = 0,
        CreatedAt = batch.ProcessedAt ?? batch.CreatedAt,
    });
}

/// <summary>How far a task is.</summary>
/// <param name="Stage">The stage it is in.</param>
/// <param name="Message">The same for people.</param>
internal sealed record TaskProgressObject(IngestTaskStatus Stage, string Message);

/// <summary>What a task led to.</summary>
/// <param name="Items">How many episodes, items or objects it was about.</param>
/// <param name="ItemsEnded">How many of them have ended, with or without success.</param>
internal sealed record TaskResultObject(int Items, int ItemsEnded);

/// <summary>The answer to a call whose only result is its task.</summary>
/// <param name="Task">The task.</param>
internal sealed record TaskAnswer(TaskObject Task);
