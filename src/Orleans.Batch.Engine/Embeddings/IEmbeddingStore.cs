namespace Orleans.Batch.Embeddings;

/// <summary>The stored vectors of episodes, by graph and model.</summary>
public interface IEmbeddingStore
{
    /// <summary>Finds episodes that have no vector of a model yet, in turn over all graphs.</summary>
    /// <param name="model">The model.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="maxGraphEpisodes">Graphs with more episodes are left out.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    ValueTask<MissingEmbeddings> FindMissingAsync(string model, int limit, int maxGraphEpisodes, CancellationToken cancellationToken);

    /// <summary>
    /// Stores vectors and progress in one transaction. Episodes that were deleted meanwhile, and tails that another process
    /// stored, are left out. When a graph is complete, its vectors of other models are removed.
    /// </summary>
    ValueTask StoreAsync(string model, IReadOnlyList<EmbeddedTail> tails, CancellationToken cancellationToken);

    /// <summary>What is stored of a graph; null when nothing is.</summary>
    ValueTask<StoredEmbeddings?> FindBlocksAsync(long graphKey, string model, CancellationToken cancellationToken);

    /// <summary>Reads blocks of a graph; those that are gone are left out.</summary>
    ValueTask<IReadOnlyList<EmbeddingBlock>> ReadBlocksAsync(
        long graphKey, string model, IReadOnlyList<long> firstNumbers, CancellationToken cancellationToken);
}

/// <summary>Episodes without vectors.</summary>
/// <param name="Tails">Graphs with such episodes.</param>
/// <param name="More">Whether there may be more.</param>
public sealed record MissingEmbeddings(IReadOnlyList<UnembeddedTail> Tails, bool More);

/// <summary>The next episodes of a graph to embed.</summary>
/// <param name="GraphKey">The graph.</param>
/// <param name="After">The number up to which the graph has vectors.</param>
/// <param name="Through">The number up to which it will have them.</param>
/// <param name="Complete">Whether these are all that were missing.</param>
/// <param name="Episodes">The episodes, in order; none where all of them were deleted.</param>
public sealed record UnembeddedTail(
    long GraphKey, long After, long Through, bool Complete, IReadOnlyList<EpisodeText> Episodes);

/// <summary>An episode to embed.</summary>
/// <param name="EpisodeUuid">The episode.</param>
/// <param name="Number">Its number in its graph.</param>
/// <param name="Text">Its speaker and the first 4,000 characters of its content.</param>
public sealed record EpisodeText(Guid EpisodeUuid, long Number, string Text);

/// <summary>Episodes with their vectors.</summary>
/// <param name="Tail">The episodes.</param>
/// <param name="Vectors">The vector of each; null for a text that the model refuses.</param>
public sealed record EmbeddedTail(UnembeddedTail Tail, IReadOnlyList<sbyte[]?> Vectors);

/// <summary>The vectors of a graph.</summary>
/// <param name="Through">The number of the last episode that was embedded.</param>
/// <param name="Blocks">The blocks.</param>
public sealed record StoredEmbeddings(long Through, IReadOnlyList<BlockVersion> Blocks);
