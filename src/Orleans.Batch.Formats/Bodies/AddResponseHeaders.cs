namespace Orleans.Batch.Formats.Bodies;

/// <summary>The headers with which an add call lists items that are loaded already.</summary>
internal static class AddResponseHeaders
{
    /// <summary>The positions in the call of the items that are loaded already: <c>0-3,7</c>.</summary>
    public const string AlreadyLoaded = "Batch-Already-Loaded";

    /// <summary>The drafts that hold some of those, separated by commas.</summary>
    public const string HeldInDrafts = "Batch-Held-In-Drafts";
}
