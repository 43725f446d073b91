namespace Orleans.Batch;

/// <summary>The standalone graphs that items of a batch name and that are not there, in the order of the items.</summary>
/// <param name="Graphs">The graphs; at most <see cref="MaxListed"/>.</param>
/// <param name="Complete">False when there are more.</param>
public sealed record MissingGraphs(IReadOnlyList<MissingGraph> Graphs, bool Complete)
{
    /// <summary>How many are listed.</summary>
    public const int MaxListed = 1_000;

    /// <summary>How many of the batch's errors are looked at.</summary>
    public const int MaxScanned = ErrorReport.MaxScanned;
}

/// <summary>A graph that is not there.</summary>
/// <param name="GraphId">Its id, as the items name it.</param>
/// <param name="Items">How many items failed for want of it.</param>
public readonly record struct MissingGraph(string GraphId, int Items);
