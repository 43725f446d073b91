using System.Diagnostics;
using Microsoft.Extensions.Options;
using Orleans.Batch.Work;

namespace Orleans.Batch.Graphs;

/// <summary>
/// Fills the search index in the background: ingestion does not write it. Small steps; while batches run it pauses
/// twenty times as long as it works. Until it has caught up, searches read the newest of the missing data directly.
/// </summary>
public sealed class SearchIndexer(ISearchIndexStore index, IOptions<SearchIndexOptions> options) : IWorkStep
{
    private const int RestWhileBusy = 20;

    /// <inheritdoc/>
    public WorkKind Kind => WorkKind.SearchIndex;

    /// <inheritdoc/>
    public async ValueTask<StepResult> StepAsync(long key, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var step = await index.IndexAsync(options.Value.StepEpisodes, cancellationToken);
        var took = Stopwatch.GetElapsedTime(began);
        var rest = step.Busy ? took * RestWhileBusy : took;
        return StepResult.Later(step.More && rest < options.Value.Interval ? rest : options.Value.Interval);
    }
}
