using System.Text.Json.Serialization;

namespace Orleans.Batch.Loading;

/// <summary>The serialization of the receipt.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(LoadReceipt))]
[JsonSerializable(typeof(DryRunReport))]
internal sealed partial class LoadJson : JsonSerializerContext;
