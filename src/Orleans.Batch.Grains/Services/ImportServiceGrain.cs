using Orleans.Batch.Client;
using Orleans.Batch.Grains.Roles;
using Orleans.Concurrency;

namespace Orleans.Batch.Grains.Services;

/// <summary>The engine's calls about imports, for .NET services.</summary>
[GrainType("orleans-batch.import-service")]
[SiloRole(SiloRoles.Batch)]
[StatelessWorker]
[Reentrant]
internal sealed class ImportServiceGrain(IImportClient imports) : Grain, IImportServiceGrain
{
    public ValueTask<IdempotentResult<ImportSummary>> CreateImportAsync(
        ProjectId project, NewImport import, IdempotencyKey? key, CancellationToken cancellationToken) =>
        imports.CreateImportAsync(project, import, key, cancellationToken);

    public ValueTask<ImportPage> ListImportsAsync(ProjectId project, ImportQuery query, CancellationToken cancellationToken) =>
        imports.ListImportsAsync(project, query, cancellationToken);

    public ValueTask<ImportSummary> GetImportAsync(ProjectId project, Guid importId, CancellationToken cancellationToken) =>
        imports.GetImportAsync(project, importId, cancellationToken);

    public ValueTask<ImportSummary> UpdateImportAsync(
        ProjectId project, Guid importId, ImportChanges changes, CancellationToken cancellationToken) =>
        imports.UpdateImportAsync(project, importId, changes, cancellationToken);

    public ValueTask<ImportSummary> CloseImportAsync(ProjectId project, Guid importId, CancellationToken cancellationToken) =>
        imports.CloseImportAsync(project, importId, cancellationToken);

    public ValueTask<ImportSummary> PauseImportAsync(ProjectId project, Guid importId, CancellationToken cancellationToken) =>
        imports.PauseImportAsync(project, importId, cancellationToken);

    public ValueTask<ImportSummary> ResumeImportAsync(ProjectId project, Guid importId, CancellationToken cancellationToken) =>
        imports.ResumeImportAsync(project, importId, cancellationToken);

    public ValueTask<CanceledImport> CancelImportAsync(ProjectId project, Guid importId, CancellationToken cancellationToken) =>
        imports.CancelImportAsync(project, importId, cancellationToken);

    public ValueTask<IdempotentResult<ImportSummary>> RetryImportAsync(
        ProjectId project, Guid importId, ImportRetry selection, IdempotencyKey? key, CancellationToken cancellationToken) =>
        imports.RetryImportAsync(project, importId, selection, key, cancellationToken);

    public ValueTask<ImportUndoPreview> PreviewUndoAsync(ProjectId project, Guid importId, CancellationToken cancellationToken) =>
        imports.PreviewUndoAsync(project, importId, cancellationToken);

    public ValueTask<UndoneImport> UndoImportAsync(ProjectId project, Guid importId, CancellationToken cancellationToken) =>
        imports.UndoImportAsync(project, importId, cancellationToken);

    public ValueTask DeleteImportAsync(ProjectId project, Guid importId, CancellationToken cancellationToken) =>
        imports.DeleteImportAsync(project, importId, cancellationToken);
}
