using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using Orleans.Batch.Chaos.Model;

namespace Orleans.Batch.Chaos.Api;

/// <summary>Sends single requests, and states what a client may conclude from each answer.</summary>
/// <param name="url">The current address of the server.</param>
/// <param name="key">The API key.</param>
/// <param name="history">Counts the answers, and records those that no client should get.</param>
/// <param name="between">A handler that requests and answers pass through, or null.</param>
public sealed class ApiClient(Func<string> url, string key, History history, DelegatingHandler? between = null) : IDisposable
{
    /// <summary>The error code of an answer with an unknown outcome.</summary>
    public const string OutcomeUnknown = "outcome_unknown";

    // As in Zep's SDKs.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http = new(Handler(between)) { Timeout = Timeout };

    public void Dispose() => _http.Dispose();

    /// <summary>One request.</summary>
    public async Task<ApiResponse> SendAsync(string call, ApiRequest request, string? idempotencyKey, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var answer = await TryAsync(request, idempotencyKey, start, cancellationToken);
        history.Answered(call, answer.Attempt.Status is { } status ? $"{status} {answer.Code}".TrimEnd() : answer.Attempt.Outcome.ToString());
        return answer;
    }

    private async Task<ApiResponse> TryAsync(ApiRequest request, string? idempotencyKey, long start, CancellationToken cancellationToken)
    {
        try
        {
            using var message = request.ToMessage(url());
            message.Headers.Authorization = new AuthenticationHeaderValue("Api-Key", key);
            if (idempotencyKey is not null)
            {
                message.Headers.Add("Idempotency-Key", idempotencyKey);
            }

            using var response = await _http.SendAsync(message, cancellationToken);
            var text = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return Read(request, idempotencyKey, response, text, start);
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConnectionError)
        {
            return None(Outcome.NotSent, start);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or OperationCanceledException)
        {
            return None(Outcome.Unknown, start);
        }
    }

    private ApiResponse Read(ApiRequest request, string? idempotencyKey, HttpResponseMessage response, byte[] text, long start)
    {
        var body = Parse(text);
        var code = body.ValueKind == JsonValueKind.Object && body.TryGetProperty("code", out var given) ? given.GetString() : null;
        var status = (int)response.StatusCode;
        if (body.ValueKind == JsonValueKind.Undefined
            || (status >= 500 && (status, code) is not (503, "unavailable"))
            || (status == 503 && response.Headers.RetryAfter is null))
        {
            history.Violate(ViolationKind.Answer, $"{request}: {status} {System.Text.Encoding.UTF8.GetString(text)}");
        }

        var outcome = status switch
        {
            < 300 => Outcome.Done,
            _ when code == OutcomeUnknown => Outcome.Unknown,
            >= 500 and not 503 => Outcome.Unknown,

            // A repetition with the key finds the outcome; without a key it always means that nothing was done.
            503 when idempotencyKey is not null => Outcome.Unknown,
            _ => Outcome.Refused,
        };
        return new ApiResponse(
            new Attempt(outcome, status, code, start, Stopwatch.GetTimestamp()), body, response.Headers.Contains("Idempotent-Replayed"));
    }

    private static HttpMessageHandler Handler(DelegatingHandler? between)
    {
        var sockets = new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(10) };
        between?.InnerHandler = sockets;
        return between ?? (HttpMessageHandler)sockets;
    }

    private static JsonElement Parse(byte[] text)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(text);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static ApiResponse None(Outcome outcome, long start) =>
        new(new Attempt(outcome, null, null, start, Stopwatch.GetTimestamp()), default, IsReplayed: false);
}
