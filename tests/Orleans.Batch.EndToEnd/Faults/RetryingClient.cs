using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Orleans.Batch.TestKit.Promise;

namespace Orleans.Batch.EndToEnd.Faults;

/// <summary>
/// A client like a careful caller: calls with a key, and calls that change nothing, are repeated until they are answered;
/// calls without a key are repeated only if they cannot have arrived. Answers that no client should get go to the ledger.
/// </summary>
internal sealed class RetryingClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly Ledger _ledger;
    private readonly TimeSpan _longestWait;
    private readonly TimeSpan _maxWait;

    /// <param name="url">The server's address.</param>
    /// <param name="key">An API key.</param>
    /// <param name="ledger">Records answers that no client should get.</param>
    /// <param name="maxWait">How long one call is repeated.</param>
    /// <param name="longestWait">Limits the wait that Retry-After asks for; null: no limit.</param>
    public RetryingClient(string url, string key, Ledger ledger, TimeSpan maxWait, TimeSpan? longestWait = null)
    {
        _http = new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(30) })
        {
            BaseAddress = new Uri(url + "/api/v2/"),
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Api-Key", key) },
            Timeout = TimeSpan.FromSeconds(40),
        };
        _ledger = ledger;
        _maxWait = maxWait;
        _longestWait = longestWait ?? TimeSpan.MaxValue;
    }

    public void Dispose() => _http.Dispose();

    /// <summary>The number of answers 503.</summary>
    public int Refused { get; private set; }

    /// <summary>The number of answers that were marked as a repetition of the first one.</summary>
    public int Replayed { get; private set; }

    /// <summary>Makes a call that may be repeated unchanged.</summary>
    public async Task<Answer> SendAsync(HttpMethod method, string path, object? body = null, string? key = null)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var answer = await TryAsync(method, path, body, key);
            if (answer.IsFinal)
            {
                return answer;
            }

            if (Stopwatch.GetElapsedTime(began) > _maxWait)
            {
                throw new TimeoutException($"{method} {path}: no final answer in {_maxWait}; the last one: {answer}");
            }

            await Task.Delay(answer.RetryAfter < _longestWait ? answer.RetryAfter : _longestWait);
        }
    }

    /// <summary>Makes one attempt; no answer counts as not final.</summary>
    public async Task<Answer> TryAsync(
        HttpMethod method, string path, object? body = null, string? key = null, CancellationToken cut = default)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path);
            request.Content = body is null ? null : JsonContent.Create(body);
            if (key is not null)
            {
                request.Headers.Add("Idempotency-Key", key);
            }

            using var response = await _http.SendAsync(request, cut);
            var answer = await Answer.ReadAsync(response, cut);
            Note(method, path, answer, response);
            return answer;
        }
        catch (HttpRequestException e)
        {
            return Answer.None(neverSent: e.HttpRequestError == HttpRequestError.ConnectionError);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            return Answer.None(neverSent: false);
        }
    }

    private void Note(HttpMethod method, string path, Answer answer, HttpResponseMessage response)
    {
        if (response.Headers.Contains("Idempotent-Replayed"))
        {
            Replayed++;
        }

        if (answer.Status == HttpStatusCode.ServiceUnavailable)
        {
            Refused++;
            if (response.Headers.RetryAfter is null || answer.Code != "unavailable")
            {
                _ledger.Misbehaved($"{method} {path}: a 503 without Retry-After or code: {answer}");
            }
        }
        else if (answer.Status >= HttpStatusCode.InternalServerError)
        {
            _ledger.Misbehaved($"{method} {path}: {answer}");
        }
    }
}

/// <summary>The result of a call.</summary>
internal sealed record Answer(HttpStatusCode? Status, JsonElement Body, TimeSpan RetryAfter, bool NeverSent)
{
    private static readonly TimeSpan UsualWait = TimeSpan.FromMilliseconds(100);

    public bool Succeeded => Status is >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices;

    public string? Code => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("code", out var code) ? code.GetString() : null;

    /// <summary>Whether a repetition gives the same result. 424 says that the outcome is unknown, as if there were no answer.</summary>
    public bool IsFinal => Status is { } status && status < HttpStatusCode.InternalServerError
        && status is not (HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or HttpStatusCode.FailedDependency) && Code != "idempotency_in_flight";

    public static Answer None(bool neverSent) => new(null, default, UsualWait, neverSent);

    public static async Task<Answer> ReadAsync(HttpResponseMessage response, CancellationToken cut)
    {
        var text = await response.Content.ReadAsByteArrayAsync(cut);
        JsonElement body = default;
        try
        {
            body = JsonSerializer.Deserialize<JsonElement>(text);
        }
        catch (JsonException)
        {
            // Every answer is JSON: one that is not does not count as 2xx.
            return new Answer(HttpStatusCode.InternalServerError, default, UsualWait, NeverSent: false);
        }

        return new Answer(response.StatusCode, body, response.Headers.RetryAfter?.Delta ?? UsualWait, NeverSent: false);
    }

    public override string ToString() => $"{(int?)Status} {(Status is null ? "no answer" : Body.GetRawText())}";
}
