namespace Orleans.Batch.Ingestion;

/// <summary>The failure of an item that does not fit even alone.</summary>
internal static class TooLarge
{
    /// <summary>The result of such an item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="reason">Why it did not fit the last time.</param>
    /// <param name="attempts">How often it was tried alone.</param>
    public static ItemResult Fail(IngestItem item, Exception reason, int attempts) => new(
        item,
        ItemStatus.Failed,
        new ItemError(
            ErrorCodes.ItemTooLarge,
            $"what is made of this item does not fit, even alone: {Describe(reason)}; divide its data into smaller items",
            Retryable: true,
            attempts));

    private static string Describe(Exception reason) =>
        reason is WorkTooLargeException ? reason.Message : "the server has not enough memory for it";
}
