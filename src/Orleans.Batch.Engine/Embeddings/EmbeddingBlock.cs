using System.Runtime.InteropServices;

namespace Orleans.Batch.Embeddings;

/// <summary>The vectors of some consecutive episodes of a graph.</summary>
public sealed class EmbeddingBlock
{
    /// <summary>How many vectors a block has at most.</summary>
    public const int Capacity = 250;

    private readonly sbyte[] _vectors;
    private readonly float[] _lengths;

    /// <summary>Creates a block from what is stored.</summary>
    /// <param name="version">The place and version of the block.</param>
    /// <param name="episodes">The episodes.</param>
    /// <param name="vectors">Their vectors, one after the other.</param>
    public EmbeddingBlock(BlockVersion version, IReadOnlyList<Guid> episodes, byte[] vectors)
    {
        (Version, Episodes) = (version, episodes);
        _vectors = MemoryMarshal.Cast<byte, sbyte>(vectors).ToArray();
        Dimensions = episodes.Count == 0 ? 0 : vectors.Length / episodes.Count;
        _lengths = [.. Enumerable.Range(0, episodes.Count).Select(i => Int8Vectors.Length(At(i)))];
    }

    /// <summary>The place and version of the block.</summary>
    public BlockVersion Version { get; }

    /// <summary>The episodes.</summary>
    public IReadOnlyList<Guid> Episodes { get; }

    /// <summary>How many dimensions each vector has.</summary>
    public int Dimensions { get; }

    /// <summary>About how many bytes of memory the block takes.</summary>
    public long Bytes => _vectors.Length + (20L * Episodes.Count) + 200;

    /// <summary>The cosine of the angle between a query and the vector of an episode; 0 for a vector without direction.</summary>
    public float Cosine(int episode, ReadOnlySpan<sbyte> query, float queryLength)
    {
        var product = _lengths[episode] * queryLength;
        return product > 0 ? Int8Vectors.Dot(At(episode), query) / product : 0;
    }

    private ReadOnlySpan<sbyte> At(int episode) => _vectors.AsSpan(episode * Dimensions, Dimensions);
}

/// <summary>Identifies what a block holds.</summary>
/// <param name="FirstNumber">The number of the first episode that the block was made for.</param>
/// <param name="Version">Changes with the content.</param>
public readonly record struct BlockVersion(long FirstNumber, long Version);
