using System.Text;
using Microsoft.AspNetCore.Http;

namespace Orleans.Batch.TestKit.Models;

/// <summary>Responses without an answer: the same for every request.</summary>
internal static class StubFaults
{
    /// <summary>The response of a behavior; null where an answer follows.</summary>
    public static Func<HttpContext, CancellationToken, Task>? Find(StubBehavior behavior, StubSettings settings) => behavior switch
    {
        StubBehavior.RateLimited => (http, _) =>
        {
            http.Response.Headers.RetryAfter = settings.RetryAfter;
            return TooManyAsync(http);
        },
        StubBehavior.RateLimitedWithoutHint => (http, _) => TooManyAsync(http),
        StubBehavior.NoCredit => (http, _) => StubResponses.FailAsync(
            http, 429, "insufficient_quota", "You exceeded your current quota, please check your plan and billing details.", null, "insufficient_quota"),
        StubBehavior.ServerError => (http, _) => StubResponses.FailAsync(
            http, 500, "server_error", "The server had an error while processing your request."),
        StubBehavior.ClosedConnection => (http, _) =>
        {
            http.Abort();
            return Task.CompletedTask;
        },
        StubBehavior.ClosedInBody => CloseInBodyAsync,
        StubBehavior.Hanging => HangAsync,
        StubBehavior.EndlessBody => WriteWithoutEndAsync,
        StubBehavior.WebPage => (http, stop) =>
        {
            http.Response.ContentType = "text/html";
            return http.Response.Body.WriteAsync("<!doctype html><title>Welcome</title>"u8.ToArray(), stop).AsTask();
        },
        StubBehavior.Redirect => (http, _) =>
        {
            http.Response.Redirect("http://127.0.0.1:9/v1/chat/completions");
            return Task.CompletedTask;
        },
        _ => null,
    };

    public static Task TooManyAsync(HttpContext http) =>
        StubResponses.FailAsync(http, 429, "requests", "Rate limit reached for requests.", null, "rate_limit_exceeded");

    private static async Task CloseInBodyAsync(HttpContext http, CancellationToken stop)
    {
        var part = Encoding.UTF8.GetBytes("{\"id\":\"chatcmpl-stub\",\"choices\":[");
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = part.Length * 10;
        await http.Response.Body.WriteAsync(part, stop);
        await http.Response.Body.FlushAsync(stop);
        http.Abort();
    }

    private static async Task WriteWithoutEndAsync(HttpContext http, CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, http.RequestAborted);
        http.Response.ContentType = "application/json";
        var part = new byte[64 * 1_024];
        part.AsSpan().Fill((byte)' ');
        while (true)
        {
            await http.Response.Body.WriteAsync(part, either.Token);
        }
    }

    private static async Task HangAsync(HttpContext http, CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, http.RequestAborted);
        http.Response.ContentType = "application/json";
        await http.Response.StartAsync(either.Token);
        await http.Response.Body.FlushAsync(either.Token);
        await Task.Delay(Timeout.Infinite, either.Token);
    }
}
