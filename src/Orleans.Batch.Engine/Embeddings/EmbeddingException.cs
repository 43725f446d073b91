namespace Orleans.Batch.Embeddings;

/// <summary>A model gave no vectors. The message says why, without keys and texts.</summary>
public sealed class EmbeddingException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether the model answers, but not to one of these texts: it is too long, for instance.</summary>
    public bool IsTextRefused { get; init; }
}
