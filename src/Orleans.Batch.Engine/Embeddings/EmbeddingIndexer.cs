using Microsoft.Extensions.Options;

namespace Orleans.Batch.Embeddings;

/// <summary>Gives episodes their vectors, behind the load. A step that fails or crashes is done again.</summary>
public sealed class EmbeddingIndexer(
    IEmbedder embedder, IEmbeddingStore store, EmbedderHealth health, IOptions<EmbeddingOptions> options)
{
    // While batches run, steps are short, so that the pauses between them, which grow with them, are short, too.
    private const int ShareWhileBusy = 16;

    /// <summary>Embeds some episodes.</summary>
    /// <param name="isBusy">Whether batches are being ingested, which comes first.</param>
    /// <param name="cancellationToken">Cancels the step.</param>
    /// <returns>Whether there may be more to do.</returns>
    public async ValueTask<bool> StepAsync(bool isBusy, CancellationToken cancellationToken)
    {
        if (!health.IsAvailable)
        {
            return false;
        }

        var limit = isBusy ? Math.Max(1, options.Value.StepEpisodes / ShareWhileBusy) : options.Value.StepEpisodes;
        var missing = await store.FindMissingAsync(embedder.Name, limit, options.Value.MaxGraphEpisodes, cancellationToken);
        if (missing.Tails.Count == 0)
        {
            return missing.More;
        }

        try
        {
            var texts = missing.Tails.SelectMany(t => t.Episodes).Select(e => e.Text).ToList();
            var vectors = new Queue<sbyte[]?>(await EmbedAsync(texts, cancellationToken));
            await store.StoreAsync(
                embedder.Name,
                [.. missing.Tails.Select(t => new EmbeddedTail(t, [.. t.Episodes.Select(_ => vectors.Dequeue())]))],
                cancellationToken);
            Telemetry.EpisodesEmbedded.Add(texts.Count);
            return missing.More;
        }
        catch (EmbeddingException e)
        {
            health.Failed(e.Message);
            return false;
        }
    }

    private async ValueTask<IReadOnlyList<sbyte[]?>> EmbedAsync(List<string> texts, CancellationToken cancellationToken)
    {
        var vectors = texts.Count == 0 ? [] : await EmbedOrDivideAsync(texts, cancellationToken);

        // Where every text is refused, the fault is not in the texts.
        if (vectors.Count > 0 && vectors.All(v => v is null))
        {
            throw new EmbeddingException("The model refuses every text.");
        }

        health.Succeeded();
        return vectors;
    }

    // A text that the model refuses must not keep the others from their vectors.
    private async ValueTask<IReadOnlyList<sbyte[]?>> EmbedOrDivideAsync(List<string> texts, CancellationToken cancellationToken)
    {
        try
        {
            var vectors = await embedder.EmbedAsync(texts, EmbeddingPurpose.Text, cancellationToken);
            return [.. vectors.Select(v => Int8Vectors.FromFloats(v))];
        }
        catch (EmbeddingException e) when (e.IsTextRefused)
        {
            if (texts.Count == 1)
            {
                return [null];
            }

            var half = texts.Count / 2;
            var first = await EmbedOrDivideAsync(texts[..half], cancellationToken);
            return [.. first, .. await EmbedOrDivideAsync(texts[half..], cancellationToken)];
        }
    }
}
