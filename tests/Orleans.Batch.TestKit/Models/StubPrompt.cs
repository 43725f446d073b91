using System.Text.Json;

namespace Orleans.Batch.TestKit.Models;

/// <summary>What a body of <c>/chat/completions</c> asks for.</summary>
/// <param name="Model">The name of the model.</param>
/// <param name="Format">The type of <c>response_format</c>; null where it is absent.</param>
/// <param name="MaxTokens">How many tokens the answer may have.</param>
/// <param name="HasMaxCompletionTokens">Whether <c>max_completion_tokens</c> says so.</param>
/// <param name="User">The text of the last message.</param>
/// <param name="Tokens">The size of the messages and the schema in tokens.</param>
internal sealed record StubPrompt(
    string Model, string? Format, int MaxTokens, bool HasMaxCompletionTokens, string User, int Tokens)
{
    private const int BytesPerToken = 4;

    public static StubPrompt Parse(ReadOnlyMemory<byte> body)
    {
        using var json = JsonDocument.Parse(body);
        var root = json.RootElement;
        var texts = root.GetProperty("messages").EnumerateArray().Select(m => ReadContent(m.GetProperty("content"))).ToList();
        var format = root.TryGetProperty("response_format", out var given) ? given : (JsonElement?)null;
        var isNew = root.TryGetProperty("max_completion_tokens", out var most);
        return new StubPrompt(
            root.GetProperty("model").GetString()!,
            format?.GetProperty("type").GetString(),
            isNew || root.TryGetProperty("max_tokens", out most) ? most.GetInt32() : int.MaxValue,
            isNew,
            texts[^1],
            texts.Sum(CountTokens) + CountTokens(format?.GetRawText() ?? ""));
    }

    /// <summary>The number of tokens of a text, a token being four bytes.</summary>
    public static int CountTokens(string text) => (System.Text.Encoding.UTF8.GetByteCount(text) + BytesPerToken - 1) / BytesPerToken;

    // A text, or parts of which each has one.
    private static string ReadContent(JsonElement content) => content.ValueKind == JsonValueKind.String
        ? content.GetString()!
        : string.Concat(content.EnumerateArray().Select(p => p.GetProperty("text").GetString()));
}
