namespace Orleans.Batch.Server.Loading;

/// <summary>Where an item goes, as read from its line.</summary>
internal readonly ref struct ItemTarget(LineKind kind, ReadOnlySpan<byte> id)
{
    /// <summary>User, graph or thread.</summary>
    public LineKind Kind { get; } = kind;

    /// <summary>The id in UTF-8, unescaped.</summary>
    public ReadOnlySpan<byte> Id { get; } = id;
}
