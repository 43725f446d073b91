namespace Orleans.Batch.Dashboard;

/// <summary>The model of the list of batches.</summary>
/// <param name="Page">The batches.</param>
/// <param name="Status">The name in <see cref="BatchStatusFilter"/> to filter by.</param>
/// <param name="Text">The text to filter by.</param>
public sealed record BatchListModel(BatchListPage Page, string? Status, string? Text)
{
    /// <summary>The first page, when this is another.</summary>
    public string? First { get; init; }

    /// <summary>The next page, if any.</summary>
    public string? Next { get; init; }

    /// <summary>Whether the list is unfiltered and at its first page, so that new batches appear on top.</summary>
    public bool IsWhole => First is null && Status is null && Text is null;
}
