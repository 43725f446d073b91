namespace Orleans.Batch.Embeddings;

/// <summary>Blocks in memory, up to a number of bytes; those not used for longest leave first.</summary>
internal sealed class BlockCache(long maxBytes)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(long GraphKey, long FirstNumber), LinkedListNode<(long GraphKey, EmbeddingBlock Block)>> _blocks = [];
    private readonly LinkedList<(long GraphKey, EmbeddingBlock Block)> _byUse = [];

    /// <summary>How many bytes are in use.</summary>
    public long Bytes { get; private set; }

    /// <summary>The block in this version; null when it is not here.</summary>
    public EmbeddingBlock? Find(long graphKey, BlockVersion version)
    {
        lock (_gate)
        {
            if (!_blocks.TryGetValue((graphKey, version.FirstNumber), out var node) || node.Value.Block.Version != version)
            {
                return null;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Block;
        }
    }

    /// <summary>Keeps a block, in place of its other versions.</summary>
    public void Add(long graphKey, EmbeddingBlock block)
    {
        lock (_gate)
        {
            if (_blocks.TryGetValue((graphKey, block.Version.FirstNumber), out var other))
            {
                Remove(other);
            }

            _blocks.Add((graphKey, block.Version.FirstNumber), _byUse.AddFirst((graphKey, block)));
            Bytes += block.Bytes;
            while (Bytes > maxBytes)
            {
                Remove(_byUse.Last!);
            }
        }
    }

    private void Remove(LinkedListNode<(long GraphKey, EmbeddingBlock Block)> node)
    {
        _byUse.Remove(node);
        _blocks.Remove((node.Value.GraphKey, node.Value.Block.Version.FirstNumber));
        Bytes -= node.Value.Block.Bytes;
    }
}
