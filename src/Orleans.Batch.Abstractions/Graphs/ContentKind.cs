namespace Orleans.Batch;

/// <summary>What a graph consists of.</summary>
[GenerateSerializer]
[Alias("orleans-batch.content-kind.v1")]
public enum ContentKind
{
    /// <summary>An episode.</summary>
    Episode,

    /// <summary>A node.</summary>
    Node,

    /// <summary>An edge.</summary>
    Edge,
}
