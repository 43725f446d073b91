using Orleans.Batch.Formats.Bodies;
using Orleans.Batch.Formats.Json;

namespace Orleans.Batch.Formats.Files;

/// <summary>The fields that the lines of a file may have: those of items, users, graphs and threads, with the names of both versions.</summary>
internal static class FileFields
{
    public static IReadOnlyList<FieldSchema> All { get; } =
    [
        .. new BodySchema[] { ItemBody.Table, UserBody.Table, GraphBody.Table, ThreadBody.Table }
            .SelectMany(static t => t.Fields)
            .Concat(V4Names.Fields)
            .DistinctBy(static f => f.Name),
    ];
}
