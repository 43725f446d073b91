using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Orleans.Batch.TestKit.Promise;

namespace Orleans.Batch.EndToEnd.Faults;

/// <summary>
/// A client as a careful caller writes it: what has a key, or changes nothing, is sent again until it is answered;
/// what has none is sent again only when it cannot have arrived. Answers nobody should get go to the ledger.
/// </summary>
internal sealed class RetryingClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly Ledger _ledger;
    private readonly TimeSpan _longestWait;
    private readonly TimeSpan _maxWait;

    /// <param name="url">The server's.</param>
    /// <param name="key">An API key.</param>
    /// <param name="ledger">Where answers that nobody should get are noted.</param>
    /// <param name="maxWait">How long one call is tried again.</param>
    /// <param name="longestWait">Cuts short what Retry-After asks for; null obeys it.</param>
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

    /// <summary>How many answers were 503.</summary>
    public int Refused { get; private set; }

    /// <summary>How many answers came with a mark that they are the first one again.</summary>
    public int Replayed { get; private set; }

    /// <summary>A call that may be repeated as it is.</summary>
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

    /// <summary>One attempt; no answer counts as one that is not final.</summary>
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

/// <summary>What came back.</summary>
internal sealed record Answer(HttpStatusCode? Status, JsonElement Body, TimeSpan RetryAfter, bool NeverSent)
{
    private static readonly TimeSpan UsualWait = TimeSpan.FromMilliseconds(100);

    public bool Succeeded => Status is >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices;

    public string? Code => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("code", out var code) ? code.GetString() : null;

    /// <summary>Asking again gives the same.</summary>
    public bool IsFinal => Status is { } status && status < HttpStatusCode.InternalServerError
        && status is not (HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout) && Code != "idempotency_in_flight";

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
            // Every answer is JSON: one that is not is no 2xx to anybody.
            return new Answer(HttpStatusCode.InternalServerError, default, UsualWait, NeverSent: false);
        }

        return new Answer(response.StatusCode, body, response.Headers.RetryAfter?.Delta ?? UsualWait, NeverSent: false);
    }

    public override string ToString() => $"{(int?)Status} {(Status is null ? "no answer" : Body.GetRawText())}";
}
