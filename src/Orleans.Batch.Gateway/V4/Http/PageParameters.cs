using Microsoft.OpenApi;

namespace Orleans.Batch.Gateway.V4.Http;

/// <summary>The query parameters of lists, for the OpenAPI document.</summary>
internal static class PageParameters
{
    public static ApiParameter Cursor { get; } =
        new("cursor", "The next_cursor of the page before, of the same query; absent or empty for the first page.", JsonSchemaType.String);

    public static ApiParameter Order { get; } =
        new("order", "The direction. Default asc.", JsonSchemaType.String, Values: ["asc", "desc"]);

    public static ApiParameter Size(int max = PageLimits.Default) =>
        new("page_size", $"How many at most, from 1. Default 50; above {max} it counts as {max}.");

    public static ApiParameter OrderBy(params string[] values) =>
        new("order_by", $"What to order by. Default {values[0]}.", JsonSchemaType.String, Values: values);
}
