using System.Text.Json;
using Orleans.Batch.Formats.Files;

namespace Orleans.Batch.Loading;

/// <summary>Problems of parts of sources.</summary>
internal static class ImportProblems
{
    /// <summary>Rejects a part of a JSON file.</summary>
    public static void Reject(this ImportWriter writer, string place, JsonElement part, string message) => writer.Reject(
        place,
        part.ValueKind == JsonValueKind.Undefined ? "" : part.GetRawText(),
        part.ValueKind == JsonValueKind.Undefined
            ? new("", ErrorCodes.InvalidEncoding, "It is not valid UTF-8")
            : new("", ErrorCodes.InvalidRequest, message));

    /// <summary>Rejects a part that is text.</summary>
    public static void Reject(this ImportWriter writer, string place, string excerpt, string message) =>
        writer.Reject(place, excerpt, new LineError("", ErrorCodes.InvalidRequest, message));
}
