using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Orleans.Batch.TestKit.Models;

/// <summary>Responses in OpenAI's wire format.</summary>
internal static class StubResponses
{
    public static Task WriteAsync(HttpContext http, object body)
    {
        http.Response.ContentType = "application/json";
        return http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(body)).AsTask();
    }

    public static Task FailAsync(HttpContext http, int status, string type, string message, string? param = null, string? code = null)
    {
        http.Response.StatusCode = status;
        return WriteAsync(http, new { error = new { message, type, param, code } });
    }

    /// <summary>A completion.</summary>
    /// <param name="prompt">What it answers.</param>
    /// <param name="text">Its text; null for a refusal.</param>
    /// <param name="isCut">Whether it was cut off.</param>
    /// <param name="countsTokens">Whether it counts tokens.</param>
    public static object Completion(StubPrompt prompt, string? text, bool isCut, bool countsTokens)
    {
        var written = StubPrompt.CountTokens(text ?? "");
        return new
        {
            id = "chatcmpl-stub",
            @object = "chat.completion",
            created = 1_700_000_000,
            model = prompt.Model,
            choices = new[]
            {
                new
                {
                    index = 0,
                    message = new { role = "assistant", content = text, refusal = text is null ? "I cannot help with that." : null },
                    finish_reason = isCut ? "length" : "stop",
                },
            },
            usage = countsTokens
                ? new { prompt_tokens = prompt.Tokens, completion_tokens = written, total_tokens = prompt.Tokens + written }
                : null,
        };
    }

    public static object ModelList(IEnumerable<string> models) => new
    {
        @object = "list",
        data = models.Select(m => new { id = m, @object = "model", created = 1_700_000_000, owned_by = "stub" }),
    };
}
