namespace Orleans.Batch;

/// <summary>A batch's errors by code, most frequent first.</summary>
/// <param name="Groups">One for each code and status.</param>
/// <param name="Complete">False when the batch has more errors than <see cref="MaxScanned"/>: then only the first were counted.</param>
public sealed record ErrorReport(IReadOnlyList<ErrorGroup> Groups, bool Complete)
{
    /// <summary>How many errors are scanned.</summary>
    public const int MaxScanned = 200_000;
}

/// <summary>Errors of one code.</summary>
/// <param name="Code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="Status">The status of the items: failed or canceled.</param>
/// <param name="Items">How many items have it.</param>
/// <param name="Retryable">How many of them could succeed unchanged.</param>
/// <param name="First">The first item that has it; null where whole lanes were canceled.</param>
/// <param name="Last">The last item that has it.</param>
/// <param name="Message">The first item's message.</param>
/// <param name="FirstAt">When the first of them ended; null as with <paramref name="First"/>.</param>
/// <param name="LastAt">When the last of them did.</param>
public sealed record ErrorGroup(
    string Code,
    ItemStatus Status,
    int Items,
    int Retryable,
    int? First,
    int? Last,
    string Message,
    DateTimeOffset? FirstAt,
    DateTimeOffset? LastAt);
