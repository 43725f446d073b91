using System.Text.Json;

namespace Orleans.Batch.Extraction.Models;

/// <summary>What an endpoint says in a response that is no answer. Endpoints differ in where they say it.</summary>
/// <param name="Message">The message; empty where there is none.</param>
/// <param name="Code">Code, type and parameter, one after another.</param>
internal sealed record EndpointError(string Message, string Code)
{
    private static readonly string[] CodeNames = ["code", "type", "param"];
    private static readonly string[] MessageNames = ["message", "msg", "detail", "error"];

    public static EndpointError Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var root = json.RootElement;
            var inner = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object
                ? error
                : root;
            return new EndpointError(ReadMessage(inner) ?? "", string.Join(' ', CodeNames.Select(n => ReadText(inner, n)).OfType<string>()));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // A page of a proxy, or plain text.
            var text = System.Text.Encoding.UTF8.GetString(body.Span[..Math.Min(body.Length, 1_000)]).Trim();
            return new EndpointError(text.StartsWith('<') ? "a web page" : text, "");
        }
    }

    /// <summary>Whether message or code have one of some phrases, in any case.</summary>
    public bool Has(params ReadOnlySpan<string> phrases)
    {
        foreach (var phrase in phrases)
        {
            if (Message.Contains(phrase, StringComparison.OrdinalIgnoreCase) || Code.Contains(phrase, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    // {"message": …}, {"error": "…"}, {"detail": [{"msg": …}]}
    private static string? ReadMessage(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Array when element.GetArrayLength() > 0 => ReadMessage(element[0]),
        JsonValueKind.Object => MessageNames
            .Select(n => element.TryGetProperty(n, out var value) ? ReadMessage(value) : null)
            .FirstOrDefault(m => !string.IsNullOrWhiteSpace(m)),
        _ => null,
    };

    private static string? ReadText(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number
            ? value.ToString()
            : null;
}
