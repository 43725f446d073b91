using System.Text.Json.Serialization;

namespace Orleans.Batch.Loading;

/// <summary>The serialization of receipts, of what is sent about a batch, and of the server's objects.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(LoadReceipt))]
[JsonSerializable(typeof(DryRunReport))]
[JsonSerializable(typeof(BatchProgress))]
[JsonSerializable(typeof(ModelRun))]
[JsonSerializable(typeof(IReadOnlyList<ModelOffer>))]
internal sealed partial class LoadJson : JsonSerializerContext;
