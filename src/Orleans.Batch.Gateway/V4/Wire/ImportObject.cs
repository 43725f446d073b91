namespace Orleans.Batch.Gateway.V4.Wire;

/// <summary>An import. Not a type of Zep's.</summary>
internal sealed record ImportObject
{
    /// <summary>Its identity.</summary>
    public required Guid Uuid { get; init; }

    /// <inheritdoc cref="ImportSummary.Name"/>
    public required string Name { get; init; }

    /// <inheritdoc cref="ImportSummary.Source"/>
    public string? Source { get; init; }

    /// <inheritdoc cref="ImportSummary.Metadata"/>
    public JsonText? Metadata { get; init; }

    /// <inheritdoc cref="ImportSummary.ExpectedItems"/>
    public long? ExpectedItems { get; init; }

    /// <inheritdoc cref="ImportSummary.Status"/>
    public required ImportStatus Status { get; init; }

    /// <inheritdoc cref="ImportSummary.CreatedAt"/>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <inheritdoc cref="ImportSummary.UpdatedAt"/>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <inheritdoc cref="ImportSummary.ClosedAt"/>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <inheritdoc cref="ImportSummary.PausedAt"/>
    public DateTimeOffset? PausedAt { get; init; }

    /// <inheritdoc cref="ImportSummary.QuietHours"/>
    public QuietHours? QuietHours { get; init; }

    /// <inheritdoc cref="ImportSummary.QuietUntil"/>
    public DateTimeOffset? QuietUntil { get; init; }

    /// <inheritdoc cref="ImportSummary.CancelRequestedAt"/>
    public DateTimeOffset? CancelRequestedAt { get; init; }

    /// <inheritdoc cref="ImportSummary.ProcessedAt"/>
    public DateTimeOffset? ProcessedAt { get; init; }

    /// <inheritdoc cref="ImportSummary.CompletedAt"/>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <inheritdoc cref="ImportSummary.Parts"/>
    public required ImportParts Parts { get; init; }

    /// <inheritdoc cref="ImportSummary.Progress"/>
    public required ImportProgress Progress { get; init; }

    /// <inheritdoc cref="ImportSummary.ModelRun"/>
    public ImportModelRun? ModelRun { get; init; }

    /// <inheritdoc cref="ImportSummary.ItemsPerSecond"/>
    public double? ItemsPerSecond { get; init; }

    /// <inheritdoc cref="ImportSummary.EtaSeconds"/>
    public double? EtaSeconds { get; init; }

    /// <inheritdoc cref="ImportSummary.EstimatedCompletion"/>
    public DateTimeOffset? EstimatedCompletion { get; init; }

    /// <inheritdoc cref="ImportSummary.Undo"/>
    public ImportUndo? Undo { get; init; }

    public static ImportObject From(ImportSummary import) => new()
    {
        Uuid = import.ImportId,
        Name = import.Name,
        Source = import.Source,
        Metadata = import.Metadata,
        ExpectedItems = import.ExpectedItems,
        Status = import.Status,
        CreatedAt = import.CreatedAt,
        UpdatedAt = import.UpdatedAt,
        ClosedAt = import.ClosedAt,
        PausedAt = import.PausedAt,
        QuietHours = import.QuietHours,
        QuietUntil = import.QuietUntil,
        CancelRequestedAt = import.CancelRequestedAt,
        ProcessedAt = import.ProcessedAt,
        CompletedAt = import.CompletedAt,
        Parts = import.Parts,
        Progress = import.Progress,
        ModelRun = import.ModelRun,
        ItemsPerSecond = import.ItemsPerSecond,
        EtaSeconds = import.EtaSeconds,
        EstimatedCompletion = import.EstimatedCompletion,
        Undo = import.Undo,
    };
}

/// <summary>What undoing an import would remove now. Not a type of Zep's.</summary>
/// <param name="ImportUuid">The import.</param>
/// <param name="Episodes">Its episodes that are in their graphs.</param>
/// <param name="Graphs">The graphs that they are in, those of users included.</param>
/// <param name="Facts">Facts that its items stated when they were ingested; 0 once it is being undone.</param>
/// <param name="CreatedUsers">Users that it created. Those that other data uses stay.</param>
/// <param name="CreatedGraphs">Standalone graphs that it created. Those that other data uses stay.</param>
/// <param name="CreatedThreads">Threads that it created. Those that other data uses stay.</param>
/// <param name="ExpiredBatches">Batches of it that retention has removed: their items stay.</param>
internal sealed record ImportUndoPreviewObject(
    Guid ImportUuid,
    long Episodes,
    long Graphs,
    long Facts,
    long CreatedUsers,
    long CreatedGraphs,
    long CreatedThreads,
    int ExpiredBatches)
{
    public static ImportUndoPreviewObject From(ImportUndoPreview preview) => new(
        preview.ImportId,
        preview.Episodes,
        preview.Graphs,
        preview.Facts,
        preview.CreatedUsers,
        preview.CreatedGraphs,
        preview.CreatedThreads,
        preview.ExpiredBatches);
}
