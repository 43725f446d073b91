using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orleans.Batch.Gateway.V4.Wire;

/// <summary>The serialization of the answers of version 4: snake case, no nulls, source generated.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters =
    [
        typeof(EnumNameConverter<BatchStatus>),
        typeof(EnumNameConverter<ItemStatus>),
        typeof(EnumNameConverter<ItemKind>),
        typeof(EnumNameConverter<RoleType>),
        typeof(EnumNameConverter<DataType>),
        typeof(EnumNameConverter<IngestTaskStatus>),
        typeof(TimestampConverter),
        typeof(JsonTextConverter),
    ])]
[JsonSerializable(typeof(ErrorEnvelope))]
internal sealed partial class V4Json : JsonSerializerContext
{
    // As in WireJson: responses are never part of a page.
    static V4Json() => Default = new V4Json(new JsonSerializerOptions(s_defaultOptions)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
