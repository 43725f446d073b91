using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orleans.Batch.Graphs;

/// <summary>Merges JSON objects, as calls that change attributes and metadata do.</summary>
public static class JsonMerge
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Sets the keys of the changes; a null removes its key. Other keys stay as they were written.</summary>
    /// <param name="current">The object; null for an empty one.</param>
    /// <param name="changes">The changes; null for none.</param>
    /// <returns>The result; null where it is empty.</returns>
    public static JsonText? Apply(JsonText? current, JsonText? changes)
    {
        if (changes is not { } changed)
        {
            return current;
        }

        var merged = current is { } text ? JsonNode.Parse(text.Value)!.AsObject() : [];
        foreach (var (key, value) in JsonNode.Parse(changed.Value)!.AsObject())
        {
            if (value is null)
            {
                merged.Remove(key);
            }
            else
            {
                merged[key] = value.DeepClone();
            }
        }

        return merged.Count == 0 ? null : new JsonText(merged.ToJsonString(Readable));
    }
}
