using System.Diagnostics;
using Orleans.Batch.Chaos.Api;
using Orleans.Batch.Chaos.Checks;
using Orleans.Batch.Chaos.Clients;
using Orleans.Batch.Chaos.Faults;
using Orleans.Batch.Chaos.Model;
using Orleans.Batch.Chaos.Sites;
using Orleans.Batch.TestKit.PostgreSql;
using Orleans.Batch.TestKit.Webhooks;

namespace Orleans.Batch.Chaos;

/// <summary>
/// Clients make random calls while processes die; afterwards a model checks whether the stored data matches the answers.
/// </summary>
public sealed class ChaosRun : IAsyncDisposable
{
    // Tiny steps make more moments for a crash.
    private static readonly (string Name, string? Value)[] TinySteps =
        [("Ingestion__ReadRows", "40"), ("Ingestion__LaneRows", "10"), ("Ingestion__CommitRows", "40")];

    private readonly ChaosOptions _options;
    private readonly ApiClient _api;
    private readonly World _world;
    private string _secret = "";

    private ChaosRun(ChaosOptions options, ChaosSite site, DelegatingHandler? between)
    {
        _options = options;
        _world = new World(options.Seed);
        Site = site;
        _api = new ApiClient(() => site.Url, site.Key, History, between);
    }

    public ChaosSite Site { get; }

    public History History { get; } = new();

    /// <summary>Starts the server, and creates the permanent destinations and the webhook endpoint.</summary>
    /// <param name="options">The options of the run.</param>
    /// <param name="between">A handler that requests and answers pass through, or null.</param>
    public static async Task<ChaosRun> StartAsync(ChaosOptions options, DelegatingHandler? between = null)
    {
        var run = new ChaosRun(options, await ChaosSite.StartAsync(options.Seed % 2 == 0 ? TinySteps : []), between);
        await run.PrepareAsync();
        return run;
    }

    /// <summary>Makes all calls, with or without faults, and waits until no work is pending.</summary>
    /// <param name="log">Receives a line for each fault, or null.</param>
    public async Task<ChaosReport> RunAsync(Action<string>? log = null)
    {
        var began = Stopwatch.GetTimestamp();
        using var calm = new CancellationTokenSource();
        var budget = new CallBudget(_options.Calls);
        var injector = new FaultInjector(Site, () => _options.Calls - budget.Left, _options.CallsPerFault, _options.Seed, log);
        var watching = Site.WatchAsync(calm.Token);
        var injecting = _options.CallsPerFault == 0 ? Task.CompletedTask : injector.RunAsync(calm.Token);
        await Task.WhenAll(Enumerable.Range(0, _options.Clients).Select(i => new ChaosClient(
            new ClientContext(_api, History, _world, budget, $"{_options.Seed}-{i}", (_options.Seed * 1_000) + i)).RunAsync()));
        await calm.CancelAsync();
        await injecting;
        await watching;
        await new Settlement(Site, _api, History).WaitAsync();
        var violations = await CheckAsync(Site.Postgres.ConnectionString);
        return new ChaosReport(
            _options,
            Stopwatch.GetElapsedTime(began),
            History.Count,
            History.Answers,
            Faults(injector),
            (Site.EndedByItself, Site.LastWords),
            Site.Errors,
            await DescribeAsync(),
            violations);
    }

    /// <summary>Checks a database against the answers to clients: the run's own, or a modified copy.</summary>
    /// <param name="connectionString">The database.</param>
    /// <param name="received">The messages that the webhook receiver got; null: the actual ones.</param>
    public Task<IReadOnlyList<Violation>> CheckAsync(string connectionString, IReadOnlyCollection<ReceivedMessage>? received = null) =>
        ModelCheck.RunAsync(connectionString, History, _world.Prefix, received ?? Site.Receiver.Messages, _secret);

    public async ValueTask DisposeAsync()
    {
        _api.Dispose();
        await Site.DisposeAsync();
    }

    private Dictionary<string, int> Faults(FaultInjector injector)
    {
        var faults = injector.Counts.ToDictionary(c => c.Key.ToString(), c => c.Value);
        foreach (var fault in Enum.GetValues<CommitFault>())
        {
            faults[$"commits: {fault}"] = Site.Proxy.Count(fault);
        }

        return faults;
    }

    private async Task PrepareAsync()
    {
        var client = new ClientContext(_api, History, _world, new CallBudget(int.MaxValue), $"{_options.Seed}-setup", _options.Seed);
        var destinations = new DestinationCalls(client);
        foreach (var destination in _world.Destinations)
        {
            History.Record(destination);
            if (!(await destinations.CreateAsync(destination)).IsDone)
            {
                throw new InvalidOperationException($"{destination.Type} {destination.Id} could not be made");
            }
        }

        var endpoint = await client.ReadAsync(
            "webhook.create", ApiRequest.Post("webhooks/endpoints", new { url = Site.Receiver.Url, events = new[] { "ingest.batch.completed" } }));
        _secret = endpoint.Body.GetProperty("secret").GetString()!;
    }

    private async Task<string> DescribeAsync()
    {
        var stored = await StoredState.ReadAsync(Site.Postgres.ConnectionString);
        var statuses = stored.Batches.GroupBy(b => b.Status).OrderBy(b => b.Key).Select(b => $"{b.Key} {b.Count()}");
        return $"{stored.Batches.Count} batches ({string.Join(", ", statuses)}), {stored.Items.Sum(i => i.Count())} items, "
            + $"{stored.Lives.Count} live episodes, {stored.Episodes.Count} episodes in graphs, {Site.Receiver.Messages.Count} messages received";
    }
}
