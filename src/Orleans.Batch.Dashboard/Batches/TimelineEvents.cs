namespace Orleans.Batch.Dashboard;

/// <summary>The events of a batch, in order of time.</summary>
internal static class TimelineEvents
{
    public static IReadOnlyList<TimelineEvent> From(BatchTimeline timeline, ProgressHistory history)
    {
        var batch = timeline.Batch;
        var moments = new List<(DateTimeOffset? At, string What)>
        {
            (batch.CreatedAt, batch.RetryOf is null ? "Created as a draft" : "Created to retry items of another batch"),
            (timeline.FirstItemAt, "First item added"),
            (timeline.LastItemAt != timeline.FirstItemAt ? timeline.LastItemAt : null, "Last item added"),
            (batch.ProcessedAt, "Processing started"),
            (timeline.PreparedAt, "Destinations checked, lanes formed"),
            (FirstEnd(history), "First items done"),
            (batch.CancelRequestedAt, "Cancellation requested"),
            (batch.CompletedAt, "Ended: " + BatchDisplay.Describe(batch).Word.ToLowerInvariant()),
        };
        foreach (var pause in timeline.Pauses)
        {
            moments.Add((pause.From, "Paused"));
            moments.Add((pause.To, batch.CompletedAt == pause.To ? "Pause ended" : "Resumed"));
        }

        // A stable sort: events of equal time keep the order above.
        return
        [
            .. moments.Where(m => m.At is not null).Select(m => new TimelineEvent(m.At!.Value, m.What))
                .Concat(timeline.Deliveries.Select(d => new TimelineEvent(d.EndedAt ?? d.WrittenAt, WebhookHealth.Describe(d)) { Told = d }))
                .OrderBy(m => m.At),
        ];
    }

    private static DateTimeOffset? FirstEnd(ProgressHistory history)
    {
        foreach (var point in history.Points)
        {
            if (point.Ended > 0)
            {
                return point.At;
            }
        }

        return null;
    }
}

/// <summary>An event of a batch.</summary>
/// <param name="At">The time.</param>
/// <param name="What">What happened.</param>
internal readonly record struct TimelineEvent(DateTimeOffset At, string What)
{
    /// <summary>The webhook it is about, if any.</summary>
    public BatchDelivery? Told { get; init; }

    /// <summary>Whether it needs attention.</summary>
    public bool IsBad => Told is { Delivered: false, EndedAt: not null };
}
