using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Orleans.Batch;

/// <summary>
/// The engine's metrics and traces. Dimensions are bounded: never an id. Names follow OpenTelemetry's conventions: one prefix, namespaces
/// in the singular, the unit in its own field.
/// </summary>
public static class Telemetry
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "Orleans.Batch";

    /// <summary>Spans: one trace per batch, a span per lane chunk.</summary>
    public static ActivitySource Source { get; } = new(Name);

    private static readonly Meter Meter = new(Name);

    // The SDK's default boundaries are for milliseconds: nearly all values would be in the first bucket.
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200],
    };

    /// <summary>Reports whether batch commits are held short for real time.</summary>
    internal static void ObserveThrottled(Func<bool> throttled) => Meter.CreateObservableGauge(
        "orleans_batch.commit.narrow", () => throttled() ? 1 : 0, "{throttle}", "1 while batch commits are short because real time is active");

    /// <summary>Items accepted by add.</summary>
    public static Counter<long> ItemsAdded { get; } = Meter.CreateCounter<long>(
        "orleans_batch.added_items", "{item}", "Items accepted into drafts");

    /// <summary>Items that ended, by status.</summary>
    public static Counter<long> ItemsEnded { get; } = Meter.CreateCounter<long>(
        "orleans_batch.ended_items", "{item}", "Items that reached a final status");

    /// <summary>Batches that ended, by status.</summary>
    public static Counter<long> BatchesEnded { get; } = Meter.CreateCounter<long>(
        "orleans_batch.ended_batches", "{batch}", "Batches that reached a terminal status");

    /// <summary>Chunks whose lane had changed since it was read.</summary>
    public static Counter<long> ChunksOvertaken { get; } = Meter.CreateCounter<long>(
        "orleans_batch.overtaken_chunks", "{chunk}", "Chunks that the fence refused");

    /// <summary>Chunks, of batches and of live writes, that did not fit and are tried again smaller.</summary>
    public static Counter<long> ChunksShrunk { get; } = Meter.CreateCounter<long>(
        "orleans_batch.shrunk_chunks", "{chunk}", "Chunks that took more memory or time than there is");

    /// <summary>Seconds from reading a chunk to its commit.</summary>
    public static Histogram<double> ChunkDuration { get; } = CreateDuration(
        "orleans_batch.chunk.duration", "From reading a chunk to its commit");

    /// <summary>Seconds that a chunk's items waited since their batch's process call.</summary>
    public static Histogram<double> ChunkLag { get; } = CreateDuration(
        "orleans_batch.chunk.lag", "From the process call to reading a chunk");

    /// <summary>Seconds from accepting a real-time episode until it is in its graph.</summary>
    public static Histogram<double> RealtimeLag { get; } = CreateDuration(
        "orleans_batch.realtime.lag", "From accepting a real-time episode to its commit");

    /// <summary>Real-time episodes that ended, by status.</summary>
    public static Counter<long> RealtimeEnded { get; } = Meter.CreateCounter<long>(
        "orleans_batch.realtime.ended_episodes", "{episode}", "Real-time episodes that reached a final status");

    /// <summary>Seconds that live writes waited for a database that could not be reached.</summary>
    public static Histogram<double> RealtimeWaited { get; } = CreateDuration(
        "orleans_batch.realtime.wait.duration", "How long live writes waited for the database to come back");

    /// <summary>Rows in one group commit.</summary>
    public static Histogram<int> CommitRows { get; } = Meter.CreateHistogram<int>(
        "orleans_batch.commit.items", "{item}", "Items committed together");

    /// <summary>Lanes in one group commit.</summary>
    public static Histogram<int> CommitLanes { get; } = Meter.CreateHistogram<int>(
        "orleans_batch.commit.lanes", "{lane}", "Lanes committed together");

    /// <summary>Assertions stored: facts, repeats and ends.</summary>
    public static Counter<long> AssertionsStored { get; } = Meter.CreateCounter<long>(
        "orleans_batch.stored_assertions", "{assertion}", "Assertions stored");

    /// <summary>Episodes that a model embedded.</summary>
    public static Counter<long> EpisodesEmbedded { get; } = Meter.CreateCounter<long>(
        "orleans_batch.embedded_episodes", "{episode}", "Episodes that a model embedded");

    /// <summary>Steps that failed and will be tried again, by kind of work.</summary>
    public static Counter<long> StepFailures { get; } = Meter.CreateCounter<long>(
        "orleans_batch.failed_steps", "{step}", "Steps that failed and are retried");

    /// <summary>Seconds from the process call to the terminal status.</summary>
    public static Histogram<double> BatchDuration { get; } = CreateDuration(
        "orleans_batch.batch.duration", "From the process call to the terminal status");

    /// <summary>Attempts to deliver a webhook message, by outcome.</summary>
    public static Counter<long> WebhookAttempts { get; } = Meter.CreateCounter<long>(
        "orleans_batch.webhook.attempts", "{attempt}", "Attempts to deliver a webhook message");

    /// <summary>Seconds that attempts took, by outcome.</summary>
    public static Histogram<double> WebhookDuration { get; } = CreateDuration(
        "orleans_batch.webhook.attempt.duration", "How long an attempt took");

    /// <summary>Seconds that new messages were due before a dispatcher took them.</summary>
    public static Histogram<double> WebhookLag { get; } = CreateDuration(
        "orleans_batch.webhook.lag", "From a message's being due to its being taken, first attempts only");

    /// <summary>Requests to models that were sent, by profile.</summary>
    public static Counter<long> ModelRequests { get; } = Meter.CreateCounter<long>(
        "orleans_batch.model.requests", "{request}", "Requests sent to models");

    /// <summary>Requests to models without an answer that can be used, by profile and fault.</summary>
    public static Counter<long> ModelFaults { get; } = Meter.CreateCounter<long>(
        "orleans_batch.model.faults", "{request}", "Requests to models that gave no answer that can be used");

    /// <summary>Tokens that models read and wrote, by profile.</summary>
    public static Counter<long> ModelTokens { get; } = Meter.CreateCounter<long>(
        "orleans_batch.model.tokens", "{token}", "Tokens that models read and wrote");

    /// <summary>Callers that wait for their place among the requests to a model, by profile.</summary>
    public static UpDownCounter<long> ModelWaiting { get; } = Meter.CreateUpDownCounter<long>(
        "orleans_batch.model.waiting", "{request}", "Requests to models that wait for the limits of their endpoint");

    /// <summary>Seconds in which an endpoint was out of order.</summary>
    public static Counter<double> ModelHeld { get; } = Meter.CreateCounter<double>(
        "orleans_batch.model.held", "s", "How long no requests were sent because an endpoint was out of order");

    private static Histogram<double> CreateDuration(string name, string description) =>
        Meter.CreateHistogram(name, "s", description, tags: null, Seconds);
}
