using System.Net;
using System.Text.Json;

namespace Orleans.Batch.Loading;

/// <summary>An answer that is final: a success, or a refusal that a repeat would not change.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Replayed">Whether the server repeated an earlier answer, by the idempotency key.</param>
/// <param name="Body">The JSON body; undefined when it was not requested or is not JSON.</param>
/// <param name="Next">The cursor of the next page of a bare array; null on the last, and elsewhere.</param>
internal readonly record struct ApiResponse(HttpStatusCode Status, bool Replayed, JsonElement Body, string? Next)
{
    /// <summary>Of an add call, the positions of the items that were not added because they are loaded already.</summary>
    public IReadOnlyList<int> AlreadyLoaded { get; init; } = [];

    /// <summary>The drafts that hold some of those.</summary>
    public IReadOnlyList<string> HeldInDrafts { get; init; } = [];

    /// <summary>When the server answered, to the second; null when it does not state it.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Whether the status is 2xx.</summary>
    public bool Succeeded => (int)Status is >= 200 and < 300;

    /// <summary>The refusal's code, or an empty text.</summary>
    public string Code => Text(Body, "code");

    /// <summary>The refusal's message, or the status in words.</summary>
    public string Message => Text(Body, "message") is { Length: > 0 } text ? text : $"HTTP {(int)Status}";

    /// <summary>A text field of an object, or an empty text.</summary>
    public static string Text(JsonElement element, string field) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";

    /// <summary>A whole number field of an object, or 0.</summary>
    public static long Number(JsonElement element, string field) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(field, out var value) && value.TryGetInt64(out var number)
            ? number
            : 0;
}
