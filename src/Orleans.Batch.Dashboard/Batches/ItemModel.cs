namespace Orleans.Batch.Dashboard;

/// <summary>The model of the page of an item.</summary>
/// <param name="Batch">Its batch.</param>
/// <param name="Record">The item with its payload.</param>
public sealed record ItemModel(BatchSummary Batch, BatchItemRecord Record)
{
    /// <summary>The refused change, with the fields as they were sent; null when none was refused.</summary>
    public ItemFormRefusal? Refused { get; init; }
}

/// <summary>A change that was refused.</summary>
/// <param name="Fields">The fields as sent.</param>
/// <param name="Message">The reason.</param>
/// <param name="Problems">Every problem.</param>
public sealed record ItemFormRefusal(ItemFormFields Fields, string Message, IReadOnlyList<Problem> Problems);
