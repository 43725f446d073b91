using System.Text.Json.Serialization;

namespace Orleans.Batch.Server.Loading;

/// <summary>How the receipt is written.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(LoadReceipt))]
internal sealed partial class LoadJson : JsonSerializerContext;
