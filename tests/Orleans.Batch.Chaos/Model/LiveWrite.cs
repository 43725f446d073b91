namespace Orleans.Batch.Chaos.Model;

/// <summary>Live writes of one call: all or none, in this order.</summary>
public sealed class LiveWrite(string kind, string marker, string? key, Destination destination, IReadOnlyList<string> contents)
    : Write(kind, marker, key)
{
    public Destination Destination => destination;

    /// <summary>The data or content of each episode; no other episode has the same.</summary>
    public IReadOnlyList<string> Contents => contents;

    /// <summary>The episodes' ids, once acknowledged.</summary>
    public IReadOnlyList<Guid> Episodes { get; set; } = [];

    public override string ToString() => $"{base.ToString()} to {destination.Type} {destination.Id}";
}
