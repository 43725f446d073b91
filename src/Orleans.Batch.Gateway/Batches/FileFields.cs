using Orleans.Batch.Gateway.Graphs;
using Orleans.Batch.Gateway.Threads;
using Orleans.Batch.Gateway.Users;

namespace Orleans.Batch.Gateway.Batches;

/// <summary>The fields that the lines of a file may have: those of items, users, graphs and threads.</summary>
internal static class FileFields
{
    public static IReadOnlyList<FieldSchema> All { get; } =
    [
        .. new BodySchema[] { ItemBody.Table, UserBody.Table, GraphBody.Table, ThreadBody.Table }
            .SelectMany(static t => t.Fields)
            .DistinctBy(static f => f.Name),
    ];
}
