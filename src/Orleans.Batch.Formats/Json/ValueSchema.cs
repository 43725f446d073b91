using Microsoft.OpenApi;

namespace Orleans.Batch.Formats.Json;

/// <summary>The values a field takes, for the OpenAPI document. Limits that are not given do not exist.</summary>
internal sealed record ValueSchema
{
    /// <summary>The JSON type; null for any.</summary>
    public JsonSchemaType? Type { get; init; }

    /// <summary>A format of the type, such as <c>uuid</c>.</summary>
    public string? Format { get; init; }

    /// <summary>The length of a text, in code points.</summary>
    public int? MaxLength { get; init; }

    /// <summary>The smallest number.</summary>
    public int? Minimum { get; init; }

    /// <summary>The largest number.</summary>
    public int? Maximum { get; init; }

    /// <summary>The fewest entries of a list.</summary>
    public int? MinItems { get; init; }

    /// <summary>The most entries of a list.</summary>
    public int? MaxItems { get; init; }

    /// <summary>The entries of a list.</summary>
    public ValueSchema? Items { get; init; }

    /// <summary>The only values there are.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>The enum with these values, which the document describes once; null where they belong to one body.</summary>
    public Type? Enum { get; init; }

    /// <summary>The fields of an object; null when it takes any.</summary>
    public BodySchema? Object { get; init; }

    public static ValueSchema Any { get; } = new();

    public static ValueSchema Boolean { get; } = new() { Type = JsonSchemaType.Boolean };

    public static ValueSchema Timestamp { get; } = new() { Type = JsonSchemaType.String, Format = "date-time" };

    public static ValueSchema Uuid { get; } = new() { Type = JsonSchemaType.String, Format = "uuid" };

    public static ValueSchema Json { get; } = new() { Type = JsonSchemaType.Object };

    public static ValueSchema Text(int maxLength) => new() { Type = JsonSchemaType.String, MaxLength = maxLength };

    public static ValueSchema Whole(int min, int? max = null) =>
        new() { Type = JsonSchemaType.Integer, Format = "int32", Minimum = min, Maximum = max };

    public static ValueSchema Word<T>()
        where T : struct, Enum => new()
        {
            Type = JsonSchemaType.String,
            Values = EnumNames<T>.List,
            Enum = typeof(T).IsNested ? null : typeof(T),
        };

    public static ValueSchema Of(BodySchema fields) => new() { Type = JsonSchemaType.Object, Object = fields };

    public static ValueSchema List(ValueSchema items, int? max = null, int? min = null) =>
        new() { Type = JsonSchemaType.Array, Items = items, MaxItems = max, MinItems = min };
}
