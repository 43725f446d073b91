using Microsoft.Extensions.Options;
using Orleans.Batch.Grains.Addressing;
using Orleans.Batch.Grains.Models;
using Orleans.Batch.Grains.Roles;
using Orleans.Batch.Models;

namespace Orleans.Batch.Grains.Tests;

/// <summary>The limits of an endpoint hold for all processes together.</summary>
public sealed class ModelLimiterTests
{
    private static readonly TimeSpan Observed = TimeSpan.FromSeconds(5);

    private readonly ModelOptions _options = new();

    public ModelLimiterTests() => Add("first", rate: 600);

    [Fact]
    public async Task TwoSilos_TogetherKeepTheRate()
    {
        await using var cluster = await StartAsync();
        using var one = Limiter(cluster, 0);
        using var other = Limiter(cluster, 1);
        using var end = new CancellationTokenSource(Observed);

        var sent = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => SendAsync(i % 2 == 0 ? one : other, end.Token)));

        // One at once, and after two seconds ten a second.
        sent.Sum().ShouldBeInRange(10, 32);
    }

    [Fact]
    public async Task TwoSilos_ShareTheRequestsInFlight()
    {
        Add("first", rate: 6_000, concurrent: 2);
        await using var cluster = await StartAsync();
        using var one = Limiter(cluster, 0);
        using var other = Limiter(cluster, 1);
        var first = await one.AcquireAsync("first", 1, isLive: true, default);
        await other.AcquireAsync("first", 1, isLive: true, default);

        using var impatient = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await Should.ThrowAsync<OperationCanceledException>(
            async () => await other.AcquireAsync("first", 1, isLive: true, impatient.Token));
        var waiting = other.AcquireAsync("first", 1, isLive: true, default).AsTask();
        await one.ReportAsync("first", new CallReport(first.Id, 1, null, null, default));

        (await waiting).Id.ShouldNotBe(Guid.Empty);
    }

    [Fact]
    public async Task Refusal_InOneSilo_HoldsTheOther_AndProfilesOfTheSameEndpoint()
    {
        Add("same", rate: 60);
        Add("elsewhere", rate: 60, port: 2);
        await using var cluster = await StartAsync();
        using var one = Limiter(cluster, 0);
        using var other = Limiter(cluster, 1);
        var permit = await one.AcquireAsync("first", 1, isLive: false, default);

        await one.ReportAsync("first", new CallReport(permit.Id, null, ModelFault.Refused, "the key is wrong", default));

        await Eventually.TrueAsync(async () => (await other.AcquireAsync("same", 1, isLive: false, default)).HeldBecause is not null);
        var held = await other.AcquireAsync("same", 1, isLive: false, default);
        held.HeldBecause.ShouldBe("The model's endpoint refuses requests: the key is wrong.");
        held.Wait.ShouldBeGreaterThan(TimeSpan.FromSeconds(50));
        (await other.AcquireAsync("elsewhere", 1, isLive: false, default)).Id.ShouldNotBe(Guid.Empty);
    }

    [Fact]
    public async Task Grain_ThatIsMadeAnew_GoesOnCarefully()
    {
        await using var cluster = await StartAsync();
        using var limiter = Limiter(cluster, 0);
        await limiter.AcquireAsync("first", 1, isLive: false, default);

        await cluster.Silos.DeactivateAsync(cluster.Grains.GetGrain<IModelLimiterGrain>(EndpointKey.From(_options.Profiles["first"])));

        (await limiter.AcquireAsync("first", 1, isLive: false, default)).Wait.ShouldBe(TimeSpan.Zero);
        var began = TimeProvider.System.GetTimestamp();
        await limiter.AcquireAsync("first", 1, isLive: false, default);
        TimeProvider.System.GetElapsedTime(began).ShouldBeGreaterThan(TimeSpan.FromSeconds(1.5));
    }

    [Fact]
    public async Task Grain_IsOnASiloForBatches()
    {
        await using var cluster = await RunningCluster.StartAsync(SiloRoles.Realtime, SiloRoles.Batch);
        using var limiter = Limiter(cluster, 0);

        await limiter.AcquireAsync("first", 1, isLive: true, default);

        var activations = await cluster.Grains.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics();
        activations.Where(a => a.GrainType.Contains(nameof(ModelLimiterGrain))).Select(a => a.SiloAddress)
            .ShouldBe([cluster.Silos.Silos[1].SiloAddress]);
    }

    private static Task<RunningCluster> StartAsync() => RunningCluster.StartAsync(SiloRoles.Batch, SiloRoles.Batch);

    private static async Task<int> SendAsync(ClusterModelLimiter limiter, CancellationToken end)
    {
        for (var sent = 0; ; sent++)
        {
            try
            {
                var permit = await limiter.AcquireAsync("first", 1, isLive: false, end);
                await Task.Delay(permit.Wait, end);
                await limiter.ReportAsync("first", new CallReport(permit.Id, 1, null, null, default));
            }
            catch (OperationCanceledException)
            {
                return sent;
            }
        }
    }

    private ClusterModelLimiter Limiter(RunningCluster cluster, int silo) =>
        new(cluster.InSilo<IGrainFactory>(silo), Options.Create(_options), TimeProvider.System);

    private void Add(string name, int rate, int concurrent = 100, int port = 1) => _options.Profiles[name] = new ModelProfile
    {
        Endpoint = new Uri($"http://127.0.0.1:{port}/v1"),
        Model = name,
        RequestsPerMinute = rate,
        ConcurrentRequests = concurrent,
        LiveShare = 0,
    };
}
