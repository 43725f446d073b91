using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Polly;
using Polly.Retry;

namespace Orleans.Batch.Loading;

/// <summary>
/// The retry rule of calls: the server is unavailable, restarting, busy or still working on the same key. Safe for
/// every call of the loader, because calls that add data carry an idempotency key or create an object with an id.
/// </summary>
internal static class ApiRetry
{
    /// <summary>The start of the retries, by the clock's timestamps.</summary>
    public static readonly ResiliencePropertyKey<long> Began = new("began");

    /// <summary>Whether the call has waited.</summary>
    public static readonly ResiliencePropertyKey<bool> Waited = new("waited");

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    /// <summary>The pipeline of one client.</summary>
    /// <param name="time">The clock of waits.</param>
    /// <param name="policy">How long one call is tried again.</param>
    /// <param name="notes">Receives the reason and the length of each wait.</param>
    public static ResiliencePipeline<HttpResponseMessage> Build(TimeProvider time, ApiRetryPolicy policy, WaitReporter notes) =>
        new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = int.MaxValue,
                Delay = TimeSpan.FromMilliseconds(200),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                MaxDelay = Longest,
                DelayGenerator = args => new(RetryAfter(args.Outcome.Result, time)),
                ShouldHandle = async args =>
                {
                    if (policy.PauseWhenFull && IsFull(args.Outcome))
                    {
                        args.Context.Properties.Set(Began, time.GetTimestamp());
                        return true;
                    }

                    return time.GetElapsedTime(args.Context.Properties.GetValue(Began, 0)) < policy.Longest
                        && await MayPassAsync(args.Outcome, args.Context.CancellationToken);
                },
                OnRetry = async args =>
                {
                    args.Context.Properties.Set(Waited, true);
                    notes.Add(
                        await ReasonAsync(args.Outcome, args.Context.CancellationToken),
                        args.RetryDelay,
                        policy.PauseWhenFull && IsFull(args.Outcome));
                    args.Outcome.Result?.Dispose();
                },
            })
            .Build();

    /// <summary>
    /// Whether a call ended without an answer. A cancellation that the caller did not request is the client's own
    /// timeout; <see cref="HttpClient"/> throws the bare socket exception for a connection that breaks while it is
    /// opened.
    /// </summary>
    public static bool IsLostConnection(Exception fault, CancellationToken cancel) =>
        fault is HttpRequestException or IOException or SocketException
        || (fault is OperationCanceledException && !cancel.IsCancellationRequested);

    /// <summary>Whether waiting may change the outcome.</summary>
    private static async ValueTask<bool> MayPassAsync(Outcome<HttpResponseMessage> outcome, CancellationToken cancel)
    {
        if (outcome.Exception is { } fault)
        {
            return IsLostConnection(fault, cancel);
        }

        return outcome.Result!.StatusCode switch
        {
            HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => true,

            // It may have been done; a repeated creation of an object with an id finds it then.
            HttpStatusCode.FailedDependency => true,
            HttpStatusCode.Conflict => await IsInFlightAsync(outcome.Result, cancel),
            _ => false,
        };
    }

    /// <summary>The server answers that it can accept nothing now: its disk is full, or it has too much to do.</summary>
    private static bool IsFull(Outcome<HttpResponseMessage> outcome) =>
        outcome.Result?.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests
            or HttpStatusCode.InsufficientStorage;

    private static async ValueTask<bool> IsInFlightAsync(HttpResponseMessage response, CancellationToken cancel) =>
        ApiResponse.Text(await ReadAsync(response, cancel), "code") == ErrorCodes.IdempotencyInFlight;

    private static async ValueTask<JsonElement> ReadAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        await response.Content.LoadIntoBufferAsync(cancel);
        try
        {
            using var body = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancel));
            return body.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default; // a proxy answered
        }
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage? response, TimeProvider time)
    {
        var asked = response?.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => (TimeSpan?)null,
        };

        return asked is { } wait && wait > TimeSpan.Zero ? (wait < 4 * Longest ? wait : 4 * Longest) : null;
    }

    private static async ValueTask<string> ReasonAsync(Outcome<HttpResponseMessage> outcome, CancellationToken cancel) =>
        outcome switch
        {
            { Result: { } response } => ApiResponse.Text(await ReadAsync(response, cancel), "message") is { Length: > 0 } message
                ? $"the server answers {(int)response.StatusCode}: {message}"
                : $"the server answers {(int)response.StatusCode}",
            { Exception: OperationCanceledException } => "the server does not answer in time",
            { Exception: var fault } => $"the server cannot be reached ({fault!.Message})",
        };
}
