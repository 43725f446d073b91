namespace Orleans.Batch.Dashboard;

/// <summary>What to do about an item's error, by its code.</summary>
internal static class ErrorAdvice
{
    public static string GetAdvice(string code) => code switch
    {
        ErrorCodes.GraphNotFound => "Create the graph, then retry what failed. If its id is mistyped, repair the item in a retry draft.",
        ErrorCodes.UserNotFound => "Create the user, then retry what failed. If the id is mistyped, repair the item in a retry draft.",
        ErrorCodes.ThreadNotFound => "Create the thread, then retry what failed. If its id is mistyped, repair the item in a retry draft.",
        ErrorCodes.DestinationDeleted => "Its graph, user or thread was deleted while it waited. Create it again and retry, or leave it be.",
        ErrorCodes.BatchCanceled => "Its batch was canceled before its turn came. Retry the batch to process it.",
        ErrorCodes.InvalidJsonData => "Its data_type says JSON, and its data is not. Repair the data in a retry draft, or set data_type to text.",
        ErrorCodes.StorageRejected => "The database refused this content, and will again. Repair the item in a retry draft as the message says.",
        ErrorCodes.ExtractionFailed => "Retry it. If it fails again, load it with extraction store_only, or repair its data in a retry draft.",
        ErrorCodes.ItemTooLarge => "Processing it takes more memory or time than the server has. Divide its data into smaller items, or load it with extraction store_only.",
        ErrorCodes.Poison => "The server ended each time it worked on this item, so the item was quarantined. Repair its data before a retry, and report it.",
        _ => "Read the message, repair the item in a retry draft, and process that.",
    };
}
