using System.Text.Json;
using System.Text.Json.Serialization;
using Orleans.Batch.Formats.Json;

namespace Orleans.Batch.Loading;

/// <summary>The body of the call that creates a batch of a load. What is not stated is left out.</summary>
/// <param name="Metadata">What identifies it.</param>
/// <param name="ImportId">The import that it is part of.</param>
/// <param name="Extraction">The extraction, in the API's word.</param>
/// <param name="Model">The name of the model's profile.</param>
/// <param name="MaxTokens">The most tokens that the model may take.</param>
/// <param name="MaxCost">The most that it may cost.</param>
internal sealed record NewBatchBody(LoadPart Metadata, string ImportId, string? Extraction, string? Model, long? MaxTokens, decimal? MaxCost)
{
    /// <summary>Writes the body.</summary>
    public static byte[] Write(LoadPart part, string importId, LoadExtraction extraction) => JsonSerializer.SerializeToUtf8Bytes(
        new NewBatchBody(
            part,
            importId,
            extraction.Mode is { } mode ? EnumNames<ExtractionMode>.Name(mode) : null,
            extraction.Model,
            extraction.MaxTokens,
            extraction.MaxCost),
        NewBatchJson.Default.NewBatchBody);
}

/// <summary>What identifies a batch of a load, as its metadata.</summary>
/// <param name="Load">The content.</param>
/// <param name="Run">The run of the load, from 1.</param>
/// <param name="Part">The number of the batch, from 1.</param>
internal sealed record LoadPart(string Load, int Run, int Part);

/// <summary>The serialization of the body.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(NewBatchBody))]
internal sealed partial class NewBatchJson : JsonSerializerContext;
