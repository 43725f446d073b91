namespace Orleans.Batch.Gateway.Dashboard;

/// <summary>The moments of a batch's life, in order.</summary>
internal static class BatchMoments
{
    public static IReadOnlyList<BatchMoment> Of(BatchLife life, BatchCourse course)
    {
        var batch = life.Batch;
        var moments = new List<(DateTimeOffset? At, string What)>
        {
            (batch.CreatedAt, batch.RetryOf is null ? "Created as a draft" : "Created to retry items of another batch"),
            (life.FirstItemAt, "First item added"),
            (life.LastItemAt != life.FirstItemAt ? life.LastItemAt : null, "Last item added"),
            (batch.ProcessedAt, "Processing started"),
            (life.PreparedAt, "Destinations checked, lanes formed"),
            (FirstEnd(course), "First items done"),
            (batch.CancelRequestedAt, "Cancellation requested"),
            (batch.CompletedAt, "Ended: " + BatchWords.Of(batch).Word.ToLowerInvariant()),
        };
        foreach (var pause in life.Pauses)
        {
            moments.Add((pause.From, "Paused"));
            moments.Add((pause.To, batch.CompletedAt == pause.To ? "Pause ended" : "Resumed"));
        }

        // Stable: of equal times the order above holds.
        return
        [
            .. moments.Where(m => m.At is not null).Select(m => new BatchMoment(m.At!.Value, m.What))
                .Concat(life.Deliveries.Select(d => new BatchMoment(d.EndedAt ?? d.WrittenAt, WebhookHealth.Of(d)) { Told = d }))
                .OrderBy(m => m.At),
        ];
    }

    private static DateTimeOffset? FirstEnd(BatchCourse course)
    {
        foreach (var point in course.Points)
        {
            if (point.Ended > 0)
            {
                return point.At;
            }
        }

        return null;
    }
}

/// <summary>A moment of a batch's life.</summary>
/// <param name="At">When.</param>
/// <param name="What">What happened.</param>
internal readonly record struct BatchMoment(DateTimeOffset At, string What)
{
    /// <summary>The webhook it is about, if any.</summary>
    public BatchDelivery? Told { get; init; }

    /// <summary>Whether somebody should look after it.</summary>
    public bool IsBad => Told is { Delivered: false, EndedAt: not null };
}
