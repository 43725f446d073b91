using System.Diagnostics;
using Microsoft.Extensions.Options;
using Orleans.Batch.Work;

namespace Orleans.Batch.Graphs;

/// <summary>
/// Fills the search index behind everything else: ingestion writes nothing for it. Small steps; while batches run it rests
/// twenty times as long as it works. Until it is through, searches read what is missing, as far as it is the newest.
/// </summary>
public sealed class SearchIndexer(IMemoryStore memory, IOptions<SearchIndexOptions> options) : IWorkStep
{
    private const int RestWhileBusy = 20;

    /// <inheritdoc/>
    public WorkKind Kind => WorkKind.SearchIndex;

    /// <inheritdoc/>
    public async ValueTask<StepResult> StepAsync(long key, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var step = await memory.IndexAsync(options.Value.StepEpisodes, cancellationToken);
        var took = Stopwatch.GetElapsedTime(began);
        var rest = step.Busy ? took * RestWhileBusy : took;
        return StepResult.Later(step.More && rest < options.Value.Interval ? rest : options.Value.Interval);
    }
}
