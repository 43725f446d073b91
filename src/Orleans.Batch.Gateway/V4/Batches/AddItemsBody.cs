namespace Orleans.Batch.Gateway.V4.Batches;

/// <summary>The body of an add call.</summary>
internal static class AddItemsBody
{
    public static BodyTable<IReadOnlyList<NewItem>> Table { get; } =
        new BodyTable<IReadOnlyList<NewItem>>("AddBatchItemsRequest", "Items to append.").Items(
            "items",
            "The items, in their order.",
            NewItemBody.Table,
            NewItemBody.Parse,
            static (ref items, v) => items = v ?? [],
            new ItemLimit(Limits.ItemsPerAdd, "item", "add them in several calls")).Required();

    public static IReadOnlyList<NewItem> Parse(ReadOnlySpan<byte> body) => Table.Parse(body, []);
}
