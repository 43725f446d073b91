using System.Text.Json.Serialization;
using Orleans.Batch.Formats.Files;

namespace Orleans.Batch.Loading;

/// <summary>
/// The result of a load. For a file, <c>lines_read = blank_lines + destination_records + accepted + already_loaded +
/// rejected</c>, and the items of all batches add up to <c>accepted</c>.
/// </summary>
internal sealed record LoadReceipt
{
    /// <summary>The SHA-256 of the file's unpacked content, or the name of the generated content.</summary>
    public required string Source { get; init; }

    /// <summary>The API it was sent to.</summary>
    public required string Url { get; init; }

    /// <summary>The import of what was sent; null when everything was loaded already.</summary>
    public string? ImportId { get; init; }

    /// <summary>All lines of the file.</summary>
    public long LinesRead { get; init; }

    /// <summary>Lines of white space.</summary>
    public long BlankLines { get; init; }

    /// <summary>Good user, graph and thread records.</summary>
    public long DestinationRecords { get; init; }

    /// <summary>Items the server accepted.</summary>
    public long Accepted { get; init; }

    /// <summary>Items that were not sent, because their destination has them from an earlier load, or will have them.</summary>
    public long AlreadyLoaded { get; init; }

    /// <summary>
    /// Other drafts that hold some of those and were not started, or batches of interrupted loads that were started now
    /// and did not succeed.
    /// </summary>
    public int UnsettledBatches { get; init; }

    /// <summary>Fields of lines that were ignored.</summary>
    public IReadOnlyList<UnknownField> UnknownFields { get; init; } = [];

    /// <summary>Lines whose record id an earlier line for the same destination has: only the first was loaded.</summary>
    public long RepeatedRecordIds { get; init; }

    /// <summary>Lines refused, by the check or by the server.</summary>
    public long Rejected { get; init; }

    /// <summary>The file of the rejected lines; null when there are none.</summary>
    public string? RejectsFile { get; init; }

    /// <summary>What an import left out on purpose, and how often; null for a load file.</summary>
    public IReadOnlyDictionary<string, long>? LeftOut { get; init; }

    /// <summary>Destinations this run created.</summary>
    public long DestinationsCreated { get; init; }

    /// <summary>Destinations that existed already.</summary>
    public long DestinationsAlreadyThere { get; init; }

    /// <summary>Items in their graph.</summary>
    public long Succeeded => Batches.Sum(b => b.Succeeded);

    /// <summary>Items that failed, including those of an invalid batch.</summary>
    public long Failed => Batches.Sum(b => b.Failed);

    /// <summary>Items skipped by request.</summary>
    public long Skipped => Batches.Sum(b => b.Skipped);

    /// <summary>Items whose destination was deleted meanwhile.</summary>
    public long Canceled => Batches.Sum(b => b.Canceled);

    /// <summary>Facts that the items state, repeats included.</summary>
    public long Facts => Batches.Sum(b => b.Facts);

    /// <summary>Entities that the items added.</summary>
    public long Entities => Batches.Sum(b => b.Entities);

    /// <summary>Stored items whose facts a model has extracted; null where no model does.</summary>
    public long? Extracted => IsByModel ? Batches.Sum(b => b.Extracted) : null;

    /// <summary>Stored items whose facts a model could not extract; null where no model does.</summary>
    public long? Unextracted => IsByModel ? Batches.Sum(b => b.Unextracted) : null;

    /// <summary>
    /// Why there are no facts, or why some are missing, and what to do; null when there are all, or when none were asked for.
    /// </summary>
    public string? Hint => Facts == 0 || Unextracted > 0 ? Batches.Select(b => b.Hint).FirstOrDefault(h => h is not null) : null;

    /// <summary>Every batch, in order.</summary>
    public required IReadOnlyList<BatchReceipt> Batches { get; init; }

    /// <summary>The first failed items.</summary>
    public required IReadOnlyList<FailedItem> FailedItems { get; init; }

    /// <summary>Seconds until all destinations existed.</summary>
    public double DestinationSeconds { get; init; }

    /// <summary>Seconds from the first item sent to the last one ended.</summary>
    public double ItemSeconds { get; init; }

    /// <summary>Whether every line that was not blank is loaded, and extracted where a model does it.</summary>
    [JsonIgnore]
    public bool Complete => Rejected == 0 && Failed == 0 && Canceled == 0 && UnsettledBatches == 0 && Unextracted is not > 0;

    private bool IsByModel => Batches.Any(b => b.ModelRun is not null);
}

/// <summary>One batch of a load.</summary>
/// <param name="BatchId">Its id on the server.</param>
/// <param name="Status">The status it ended with.</param>
/// <param name="Items">Items it holds.</param>
/// <param name="Succeeded">Items in their graph.</param>
/// <param name="Failed">Items that failed; of an invalid batch, all.</param>
/// <param name="Skipped">Items skipped by request.</param>
/// <param name="Canceled">Items whose destination was deleted.</param>
/// <param name="AlreadyThere">Whether an earlier run had started it.</param>
internal sealed record BatchReceipt(
    string BatchId, string Status, long Items, long Succeeded, long Failed, long Skipped, long Canceled, bool AlreadyThere)
{
    /// <summary>Facts that its items state, repeats included.</summary>
    public long Facts { get; init; }

    /// <summary>Entities that its items added.</summary>
    public long Entities { get; init; }

    /// <summary>Stored items whose facts a model has extracted; null where no model does.</summary>
    public long? Extracted { get; init; }

    /// <summary>Stored items whose facts a model could not extract; null where no model does.</summary>
    public long? Unextracted { get; init; }

    /// <summary>What the model's requests have taken; null where no model extracts.</summary>
    public ModelRun? ModelRun { get; init; }

    /// <summary>Why it has no facts, or lacks some; null when it has all, or when none were asked for.</summary>
    public string? Hint { get; init; }
}

/// <summary>A failed item and why.</summary>
/// <param name="BatchId">Its batch.</param>
/// <param name="Line">Its line in the source.</param>
/// <param name="Code">The error's code.</param>
/// <param name="Message">The error's message.</param>
internal sealed record FailedItem(string BatchId, long Line, string Code, string Message)
{
    /// <summary>Of an import, where it is in the source; null for a load file.</summary>
    public string? Place { get; init; }
}
