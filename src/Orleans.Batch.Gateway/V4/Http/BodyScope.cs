using System.Text;
using System.Text.Json;

namespace Orleans.Batch.Gateway.V4.Http;

/// <summary>The conditions in a body, as a text that binds a cursor to them: all fields but those of paging.</summary>
internal static class BodyScope
{
    private static readonly string[] Paging = ["page_size", "limit", "cursor"];

    /// <summary>The text of a body that was parsed before.</summary>
    public static string From(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
        {
            return "";
        }

        var reader = new Utf8JsonReader(body);
        using var json = JsonDocument.ParseValue(ref reader);
        var scope = new StringBuilder();
        foreach (var field in json.RootElement.EnumerateObject().Where(f => !Paging.Contains(f.Name)))
        {
            scope.Append(field.Name).Append('=').Append(field.Value.GetRawText()).Append('\n');
        }

        return scope.ToString();
    }
}
