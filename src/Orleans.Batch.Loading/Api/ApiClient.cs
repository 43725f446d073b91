using System.Net.Http.Headers;
using System.Text.Json;
using Orleans.Batch.Formats.Bodies;
using Polly;

namespace Orleans.Batch.Loading;

/// <summary>Calls the HTTP API like any client: one connection pool, one key, retries.</summary>
internal sealed class ApiClient : IDisposable
{
    private static readonly string[] Versions = ["/api/v2", "/api/v4"];
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private readonly ResiliencePipeline<HttpResponseMessage> _retry;
    private readonly WaitReporter _notes;

    /// <summary>A client of one server.</summary>
    /// <param name="server">The server's address.</param>
    /// <param name="policy">How long one call is tried again.</param>
    /// <param name="time">The clock of waits.</param>
    /// <param name="notes">Receives why a call waits, and for how long.</param>
    public ApiClient(ApiTarget server, ApiRetryPolicy policy, TimeProvider time, WaitReporter notes)
    {
        Url = BaseOf(server.Url);
        _time = time;
        _retry = ApiRetry.Build(time, policy, notes);
        _notes = notes;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(10) })
        {
            BaseAddress = Url,
            Timeout = TimeSpan.FromSeconds(100),
        };
        _http.DefaultRequestHeaders.Authorization = new("Api-Key", server.Key);
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("orleans-batch-load/1");
    }

    /// <summary>The API's base, ending in <c>/api/v2/</c>.</summary>
    public Uri Url { get; }

    /// <summary>Gets an object.</summary>
    public Task<ApiResponse> GetAsync(string path, CancellationToken cancel) => SendAsync(HttpMethod.Get, path, null, null, true, cancel);

    /// <summary>Posts a body, or none.</summary>
    /// <param name="path">Relative to the API's base, its segments escaped.</param>
    /// <param name="body">JSON, or null for a call without a body.</param>
    /// <param name="key">The idempotency key, or null.</param>
    /// <param name="readBody">Whether the body of a success is read; a refusal's always is.</param>
    /// <param name="cancel">Ends the call and its retries.</param>
    /// <exception cref="LoadException">The server was unavailable for longer than the policy allows, or refuses the key.</exception>
    public Task<ApiResponse> PostAsync(string path, ReadOnlyMemory<byte>? body, string? key, bool readBody, CancellationToken cancel) =>
        SendAsync(HttpMethod.Post, path, body, key, readBody, cancel);

    /// <summary>Changes fields of an object, and gets it.</summary>
    public Task<ApiResponse> PatchAsync(string path, ReadOnlyMemory<byte> body, CancellationToken cancel) =>
        SendAsync(HttpMethod.Patch, path, body, null, true, cancel);

    /// <summary>Deletes an object.</summary>
    public Task<ApiResponse> DeleteAsync(string path, CancellationToken cancel) => SendAsync(HttpMethod.Delete, path, null, null, false, cancel);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    // Both versions' clients are configured with an address that ends in their version.
    private static Uri BaseOf(Uri server)
    {
        var url = server.GetLeftPart(UriPartial.Path).TrimEnd('/');
        var root = Versions.FirstOrDefault(v => url.EndsWith(v, StringComparison.Ordinal)) is { } version ? url[..^version.Length] : url;
        return new Uri($"{root}/api/v2/");
    }

    private async Task<ApiResponse> SendAsync(
        HttpMethod method, string path, ReadOnlyMemory<byte>? body, string? key, bool readBody, CancellationToken cancel)
    {
        var context = ResilienceContextPool.Shared.Get(cancel);
        context.Properties.Set(ApiRetry.Began, _time.GetTimestamp());
        try
        {
            using var response = await _retry.ExecuteAsync(
                async (c, call) => await AttemptAsync(call.method, call.path, call.body, call.key, c.CancellationToken),
                context,
                (method, path, body, key));
            if (context.Properties.GetValue(ApiRetry.Waited, false))
            {
                _notes.Over();
            }

            return await ReadAsync(response, readBody, cancel);
        }
        catch (Exception e) when (ApiRetry.IsLostConnection(e, cancel))
        {
            throw new LoadException($"The server at {Url} cannot be reached: {e.Message}", e);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async Task<HttpResponseMessage> AttemptAsync(
        HttpMethod method, string path, ReadOnlyMemory<byte>? body, string? key, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is { } bytes)
        {
            request.Content = new ReadOnlyMemoryContent(bytes);
            request.Content.Headers.ContentType = Json;
        }

        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        // The body is buffered here so that a connection lost while it arrives counts as this attempt's failure.
        return await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancel);
    }

    private async Task<ApiResponse> ReadAsync(HttpResponseMessage response, bool readBody, CancellationToken cancel)
    {
        var status = response.StatusCode;
        var replayed = response.Headers.Contains("Idempotent-Replayed");
        JsonElement body = default;
        if (readBody || !response.IsSuccessStatusCode)
        {
            try
            {
                using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancel));
                body = document.RootElement.Clone();
            }
            catch (JsonException)
            {
                // A proxy answered; the status is still usable.
            }
        }

        var answer = new ApiResponse(status, replayed, body, Header(response, "Zep-Next-Cursor"))
        {
            AlreadyLoaded = IndexRanges.Parse(Header(response, AddResponseHeaders.AlreadyLoaded) ?? ""),
            HeldInDrafts = Header(response, AddResponseHeaders.HeldInDrafts)?.Split(',') ?? [],
            At = response.Headers.Date,
        };
        return (int)status switch
        {
            401 or 403 => throw new LoadException($"The server at {Url} refuses the API key: {answer.Message}"),
            424 or 429 or >= 500 => throw new LoadException($"The server at {Url} stayed unavailable: {answer.Message}"),
            _ => answer,
        };
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.First() : null;
}
