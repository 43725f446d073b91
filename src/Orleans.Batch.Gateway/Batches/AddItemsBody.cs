using Orleans.Batch.Formats.Bodies;

namespace Orleans.Batch.Gateway.Batches;

/// <summary>The body of an add call.</summary>
internal static class AddItemsBody
{
    public static BodyTable<IReadOnlyList<NewBatchItem>> Table { get; } =
        new BodyTable<IReadOnlyList<NewBatchItem>>("AddItemsRequest", "Items to append.").Items(
            "items",
            "The items, in their order.",
            ItemBody.Table,
            ItemBody.Parse,
            static (ref items, v) => items = v ?? [],
            new ItemLimit(Limits.ItemsPerAdd, "item", "add them in several calls")).Required();

    public static IReadOnlyList<NewBatchItem> Parse(ReadOnlySpan<byte> body) => Table.Parse(body, []);
}
