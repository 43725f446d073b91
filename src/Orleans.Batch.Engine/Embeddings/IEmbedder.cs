namespace Orleans.Batch.Embeddings;

/// <summary>A model that turns texts into vectors: the nearer in meaning, the smaller the angle.</summary>
public interface IEmbedder
{
    /// <summary>
    /// Identifies the model and everything else that decides its vectors. Vectors under another name are not compared with these;
    /// everything is embedded again.
    /// </summary>
    string Name { get; }

    /// <summary>Embeds texts.</summary>
    /// <param name="texts">The texts; one longer than the model reads is cut.</param>
    /// <param name="purpose">What the vectors are for: many models treat queries and texts differently.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>One vector a text, in order. All vectors of a model have the same number of dimensions; their lengths say nothing.</returns>
    /// <exception cref="EmbeddingException">There are no vectors.</exception>
    ValueTask<IReadOnlyList<float[]>> EmbedAsync(
        IReadOnlyList<string> texts, EmbeddingPurpose purpose, CancellationToken cancellationToken);
}

/// <summary>What a vector is for.</summary>
public enum EmbeddingPurpose
{
    /// <summary>To be found.</summary>
    Text,

    /// <summary>To find texts by. A caller waits, so it is tried once.</summary>
    Query,
}
