using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Orleans.Batch.TestKit.Models;

/// <summary>Embeddings by a hash of words: unit vectors, near each other for texts with words in common.</summary>
public static class StubEmbeddings
{
    /// <summary>The embedding of a text.</summary>
    public static float[] Embed(string text, int dimensions)
    {
        var vector = new float[dimensions];
        foreach (var word in Words(text))
        {
            var hash = StubHash.Compute(Encoding.UTF8.GetBytes(word));
            vector[hash % (ulong)dimensions] += (hash >> 63) == 0 ? 1 : -1;
        }

        var length = MathF.Sqrt(vector.Sum(v => v * v));
        if (length == 0)
        {
            vector[0] = length = 1;
        }

        return Array.ConvertAll(vector, v => v / length);
    }

    /// <summary>Answers a body of <c>/embeddings</c>.</summary>
    internal static object Answer(JsonElement body, int dimensions)
    {
        var input = body.GetProperty("input");
        var texts = input.ValueKind == JsonValueKind.Array ? input.EnumerateArray().Select(t => t.GetString()!).ToList() : [input.GetString()!];
        var size = body.TryGetProperty("dimensions", out var asked) ? asked.GetInt32() : dimensions;
        var isBase64 = body.TryGetProperty("encoding_format", out var format) && format.GetString() == "base64";
        var tokens = texts.Sum(StubPrompt.CountTokens);
        return new
        {
            @object = "list",
            model = body.GetProperty("model").GetString(),
            data = texts.Select((t, i) => new { @object = "embedding", index = i, embedding = Encode(Embed(t, size), isBase64) }),
            usage = new { prompt_tokens = tokens, total_tokens = tokens },
        };
    }

    private static object Encode(float[] vector, bool isBase64) =>
        isBase64 ? Convert.ToBase64String(MemoryMarshal.AsBytes<float>(vector)) : vector;

    private static string[] Words(string text) => string.Concat(text.Select(c => char.IsLetterOrDigit(c) ? c : ' '))
        .ToLower(CultureInfo.InvariantCulture).Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
