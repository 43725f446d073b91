using System.Diagnostics;
using Microsoft.Extensions.Options;
using Orleans.Batch.Embeddings;
using Orleans.Batch.Work;

namespace Orleans.Batch.Graphs;

/// <summary>
/// Fills the search index in the background: ingestion does not write it. Small steps; while batches run it pauses
/// twenty times as long as it works. Until it has caught up, searches read the newest of the missing data directly.
/// </summary>
/// <param name="index">The index.</param>
/// <param name="options">The pace.</param>
/// <param name="embeddings">Gives episodes their vectors once the index has their words; null where no model is configured.</param>
public sealed class SearchIndexer(
    ISearchIndexStore index, IOptions<SearchIndexOptions> options, EmbeddingIndexer? embeddings = null) : IWorkStep
{
    private const int RestWhileBusy = 20;

    private long _embeddedAt;

    /// <inheritdoc/>
    public WorkKind Kind => WorkKind.SearchIndex;

    /// <inheritdoc/>
    public async ValueTask<StepResult> StepAsync(long key, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var step = await index.IndexAsync(options.Value.StepEpisodes, cancellationToken);
        var took = Stopwatch.GetElapsedTime(began);
        var rest = step.Busy ? took * RestWhileBusy : took;
        if (IsTimeToEmbed(step))
        {
            step = step with { More = await embeddings!.StepAsync(step.Busy, cancellationToken) || step.More };
            _embeddedAt = Stopwatch.GetTimestamp();
            rest = step.Busy ? Stopwatch.GetElapsedTime(began, _embeddedAt) * RestWhileBusy : TimeSpan.Zero;
        }

        return StepResult.Later(step.More && rest < options.Value.Interval ? rest : options.Value.Interval);
    }

    // Words first; but new ones may come forever.
    private bool IsTimeToEmbed(IndexStep step) =>
        embeddings is not null && (!step.More || Stopwatch.GetElapsedTime(_embeddedAt) >= options.Value.Interval);
}
