namespace Orleans.Batch.Gateway.Tests;

/// <summary>One import in memory, which does what it is told.</summary>
internal sealed class FakeImports : IImportClient
{
    private static readonly DateTimeOffset Now = DateTimeOffset.Parse("2026-10-10T06:00:00Z");

    private static readonly ImportSummary First = new()
    {
        ImportId = Guid.Parse("01920000-0000-7000-8000-000000000001"),
        Name = "chat.jsonl",
        Status = ImportStatus.Open,
        CreatedAt = Now,
        UpdatedAt = Now,
        Parts = new ImportParts(3, 1, 0, 1, 1),
        Progress = new ImportProgress { TotalItems = 10, SucceededItems = 4, EndedItems = 4, PercentComplete = 40 },
    };

    private ImportSummary _import = First;

    public Guid ImportId => _import.ImportId;

    /// <summary>What every call throws; null: nothing.</summary>
    public BatchServiceException? Fault { get; set; }

    public NewImport? Created { get; private set; }

    public ImportChanges? Changes { get; private set; }

    public ImportQuery? Query { get; private set; }

    public ImportRetry? Retried { get; private set; }

    /// <summary>Forgets every call.</summary>
    public void Reset()
    {
        _import = First;
        (Fault, Created, Changes, Query, Retried) = (null, null, null, null, null);
    }

    public ValueTask<IdempotentResult<ImportSummary>> CreateImportAsync(
        ProjectId project, NewImport import, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        Created = import;
        return new(new IdempotentResult<ImportSummary>(
            Answer(_import with
            {
                Name = import.Name,
                Source = import.Source,
                Metadata = import.Metadata,
                ExpectedItems = import.ExpectedItems,
                QuietHours = import.QuietHours,
            }),
            false));
    }

    public ValueTask<ImportPage> ListImportsAsync(ProjectId project, ImportQuery query, CancellationToken cancellationToken)
    {
        Query = query;
        return new(new ImportPage([Answer(_import)], 7));
    }

    public ValueTask<ImportSummary> GetImportAsync(ProjectId project, Guid importId, CancellationToken cancellationToken) =>
        new(Answer(_import));

    public ValueTask<ImportSummary> UpdateImportAsync(
        ProjectId project, Guid importId, ImportChanges changes, CancellationToken cancellationToken)
    {
        Changes = changes;
        return new(Answer(_import));
    }

    public ValueTask<ImportSummary> CloseImportAsync(ProjectId project, Guid importId, CancellationToken cancellationToken) =>
        new(Answer(_import with { Status = ImportStatus.Processing, ClosedAt = Now }));

    public ValueTask<ImportSummary> PauseImportAsync(ProjectId project, Guid importId, CancellationToken cancellationToken) =>
        new(Answer(_import with { PausedAt = Now }));

    public ValueTask<ImportSummary> ResumeImportAsync(ProjectId project, Guid importId, CancellationToken cancellationToken) =>
        new(Answer(_import));

    public ValueTask<CanceledImport> CancelImportAsync(ProjectId project, Guid importId, CancellationToken cancellationToken)
    {
        var repeated = _import.CancelRequestedAt is not null;
        _import = Answer(_import) with { CancelRequestedAt = Now, ClosedAt = Now };
        return new(new CanceledImport(_import, repeated));
    }

    public ValueTask<IdempotentResult<ImportSummary>> RetryImportAsync(
        ProjectId project, Guid importId, ImportRetry selection, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        Retried = selection;
        return new(new IdempotentResult<ImportSummary>(Answer(_import), false));
    }

    public ValueTask<ImportUndoPreview> PreviewUndoAsync(ProjectId project, Guid importId, CancellationToken cancellationToken)
    {
        Answer(_import);
        return new(new ImportUndoPreview
        {
            ImportId = importId, Episodes = 7, Graphs = 2, Facts = 9, CreatedUsers = 1, CreatedGraphs = 1, CreatedThreads = 3, ExpiredBatches = 0,
        });
    }

    public ValueTask<UndoneImport> UndoImportAsync(ProjectId project, Guid importId, CancellationToken cancellationToken)
    {
        var repeated = _import.Undo is not null;
        _import = Answer(_import) with
        {
            Status = ImportStatus.Undoing,
            Undo = new ImportUndo
            {
                RequestedAt = Now, PercentComplete = 50, RemovedEpisodes = 2, RemovedStatements = 3, RemovedUsers = 0, RemovedGraphs = 0,
                RemovedThreads = 0,
            },
        };
        return new(new UndoneImport(_import, repeated));
    }

    public ValueTask DeleteImportAsync(ProjectId project, Guid importId, CancellationToken cancellationToken)
    {
        Answer(_import);
        return default;
    }

    private ImportSummary Answer(ImportSummary import) => Fault is null ? import : throw Fault;
}
