namespace Orleans.Batch.Gateway.Dashboard;

/// <summary>What the page of an item shows.</summary>
/// <param name="Batch">Its batch.</param>
/// <param name="Record">The item with its payload.</param>
public sealed record ItemModel(BatchSummary Batch, BatchItemRecord Record)
{
    /// <summary>What was refused of a change, with the fields as they were sent; null when nothing was.</summary>
    public ItemFormRefusal? Refused { get; init; }
}

/// <summary>A change that was refused.</summary>
/// <param name="Fields">What was sent.</param>
/// <param name="Message">Why.</param>
/// <param name="Problems">Every problem.</param>
public sealed record ItemFormRefusal(ItemFormFields Fields, string Message, IReadOnlyList<Problem> Problems);
