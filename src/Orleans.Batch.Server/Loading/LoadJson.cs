using System.Text.Json.Serialization;
using Orleans.Batch.Server.Loading.DryRuns;

namespace Orleans.Batch.Server.Loading;

/// <summary>How the receipt is written.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(LoadReceipt))]
[JsonSerializable(typeof(DryRunReport))]
internal sealed partial class LoadJson : JsonSerializerContext;
