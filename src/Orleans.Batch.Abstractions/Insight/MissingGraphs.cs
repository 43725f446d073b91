namespace Orleans.Batch;

/// <summary>The standalone graphs that items of a batch name and that do not exist, in the order of the items.</summary>
/// <param name="Graphs">The graphs; at most <see cref="MaxListed"/>.</param>
/// <param name="Complete">False when there are more.</param>
public sealed record MissingGraphs(IReadOnlyList<MissingGraph> Graphs, bool Complete)
{
    /// <summary>How many are listed.</summary>
    public const int MaxListed = 1_000;

    /// <summary>How many of the batch's errors are scanned.</summary>
    public const int MaxScanned = ErrorReport.MaxScanned;
}

/// <summary>A graph that does not exist.</summary>
/// <param name="GraphId">Its id, as the items name it.</param>
/// <param name="Items">How many items failed because it is missing.</param>
public readonly record struct MissingGraph(string GraphId, int Items);
