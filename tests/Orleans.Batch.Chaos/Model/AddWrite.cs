using Orleans.Batch.TestKit.Promise;

namespace Orleans.Batch.Chaos.Model;

/// <summary>Items added by one call: all or none, in this order.</summary>
public sealed class AddWrite(string kind, string marker, string? key, IReadOnlyList<SentItem> items) : Write(kind, marker, key)
{
    public IReadOnlyList<SentItem> Items => items;

    /// <summary>The sequence index of the first item, once acknowledged.</summary>
    public int? First { get; set; }

    /// <summary>The episodes' ids, once acknowledged by an answer that names them.</summary>
    public IReadOnlyList<Guid> Episodes { get; set; } = [];
}
