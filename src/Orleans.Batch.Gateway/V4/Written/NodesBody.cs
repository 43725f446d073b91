using Orleans.Batch.Gateway.Graphs;

namespace Orleans.Batch.Gateway.V4.Written;

/// <summary>The body that writes nodes.</summary>
internal static class NodesBody
{
    public static BodyTable<Draft> Table { get; } = new BodyTable<Draft>("AddNodesRequest", "Nodes to write.")
        .NewNodes(static (ref d, v) => d.Nodes = v);

    public static IReadOnlyList<NewNode> Parse(ReadOnlySpan<byte> body) => Table.Parse(body, default).Nodes!;

    internal struct Draft
    {
        public List<NewNode>? Nodes;
    }
}
