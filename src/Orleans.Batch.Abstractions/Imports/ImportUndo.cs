namespace Orleans.Batch;

/// <summary>How far an import is undone.</summary>
[GenerateSerializer]
[Alias("orleans-batch.import-undo.v1")]
[Immutable]
public sealed record ImportUndo
{
    /// <summary>When it was requested.</summary>
    [Id(0)]
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>When everything was removed; null before.</summary>
    [Id(1)]
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>The percentage of the items whose episodes are removed: 0 to 100. Names and destinations come afterwards.</summary>
    [Id(2)]
    public required double PercentComplete { get; init; }

    /// <summary>Episodes that were removed from their graphs.</summary>
    [Id(3)]
    public required long RemovedEpisodes { get; init; }

    /// <summary>Statements of facts that were removed with them; a fact that other data states, too, stays.</summary>
    [Id(4)]
    public required long RemovedStatements { get; init; }

    /// <summary>Users that the import had created and that were removed.</summary>
    [Id(5)]
    public required long RemovedUsers { get; init; }

    /// <summary>Standalone graphs that the import had created and that were removed.</summary>
    [Id(6)]
    public required long RemovedGraphs { get; init; }

    /// <summary>Threads that the import had created and that were removed.</summary>
    [Id(7)]
    public required long RemovedThreads { get; init; }
}

/// <summary>What undoing an import would remove now.</summary>
[GenerateSerializer]
[Alias("orleans-batch.import-undo-preview.v1")]
[Immutable]
public sealed record ImportUndoPreview
{
    /// <summary>The import.</summary>
    [Id(0)]
    public required Guid ImportId { get; init; }

    /// <summary>Its episodes that are in their graphs.</summary>
    [Id(1)]
    public required long Episodes { get; init; }

    /// <summary>The graphs that they are in, those of users included.</summary>
    [Id(2)]
    public required long Graphs { get; init; }

    /// <summary>
    /// Facts that its items stated when they were ingested: a fact that several items state counts each time. 0 once it is being undone.
    /// </summary>
    [Id(3)]
    public required long Facts { get; init; }

    /// <summary>Users that it created. Those that other data uses stay.</summary>
    [Id(4)]
    public required long CreatedUsers { get; init; }

    /// <summary>Standalone graphs that it created. Those that other data uses stay.</summary>
    [Id(5)]
    public required long CreatedGraphs { get; init; }

    /// <summary>Threads that it created. Those that other data uses stay.</summary>
    [Id(6)]
    public required long CreatedThreads { get; init; }

    /// <summary>Batches of it that retention has removed: their items cannot be found any more, and stay.</summary>
    [Id(7)]
    public required int ExpiredBatches { get; init; }
}
