namespace Orleans.Batch.Gateway.Dashboard;

/// <summary>What the list of batches shows.</summary>
/// <param name="Page">The batches.</param>
/// <param name="Status">The word of <see cref="BatchStatusFilter"/> that is filtered by.</param>
/// <param name="Text">The text that is filtered by.</param>
public sealed record BatchListModel(BatchListPage Page, string? Status, string? Text)
{
    /// <summary>The first page, when this is another.</summary>
    public string? First { get; init; }

    /// <summary>The next page, if any.</summary>
    public string? Next { get; init; }

    /// <summary>Whether nothing is left out, so that what is new belongs on top.</summary>
    public bool IsWhole => First is null && Status is null && Text is null;
}
