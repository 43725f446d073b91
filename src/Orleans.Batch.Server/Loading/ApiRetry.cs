using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Polly;
using Polly.Retry;

namespace Orleans.Batch.Server.Loading;

/// <summary>
/// When a call is tried again: the server is away, restarting, busy or still working on the same key. Safe for every
/// call the loader makes, since those that add something carry an idempotency key or create a thing with an id.
/// </summary>
internal static class ApiRetry
{
    /// <summary>When the call began, by the clock's timestamps.</summary>
    public static readonly ResiliencePropertyKey<long> Began = new("began");

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    /// <summary>The pipeline of one client.</summary>
    /// <param name="time">The clock of waits.</param>
    /// <param name="patience">How long one call is tried again.</param>
    /// <param name="say">Told why, and how long the wait is.</param>
    public static ResiliencePipeline<HttpResponseMessage> Build(TimeProvider time, TimeSpan patience, Action<string, TimeSpan> say) =>
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
                    time.GetElapsedTime(args.Context.Properties.GetValue(Began, 0)) < patience
                    && await MayPassAsync(args.Outcome, args.Context.CancellationToken),
                OnRetry = args =>
                {
                    say(Reason(args.Outcome), args.RetryDelay);
                    args.Outcome.Result?.Dispose();
                    return default;
                },
            })
            .Build();

    /// <summary>
    /// Whether a call ended without an answer. A cancellation that nobody asked for is the client's own timeout; a
    /// connection that breaks just as it is made comes out of <see cref="HttpClient"/> as the bare socket fault.
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
            HttpStatusCode.Conflict => await IsInFlightAsync(outcome.Result, cancel),
            _ => false,
        };
    }

    private static async ValueTask<bool> IsInFlightAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        await response.Content.LoadIntoBufferAsync(cancel);
        try
        {
            using var body = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancel));
            return ApiAnswer.Text(body.RootElement, "code") == ErrorCodes.IdempotencyInFlight;
        }
        catch (JsonException)
        {
            return false;
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

    private static string Reason(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Result: { } response } => $"the server answers {(int)response.StatusCode}",
        { Exception: OperationCanceledException } => "the server does not answer in time",
        { Exception: var fault } => $"the server cannot be reached ({fault!.Message})",
    };
}
