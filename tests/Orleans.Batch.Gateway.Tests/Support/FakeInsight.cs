namespace Orleans.Batch.Gateway.Tests;

/// <summary>Shows the only batch of <see cref="FakeService"/>.</summary>
internal sealed class FakeInsight(FakeService service) : IInsightClient
{
    public List<BatchListQuery> Lists { get; } = [];

    /// <summary>How often a watch of the list was started.</summary>
    public int Watches { get; private set; }

    /// <summary>Ends the next snapshot.</summary>
    public TaskCompletionSource Moved { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Reset()
    {
        Lists.Clear();
        Watches = 0;
        Moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private BatchListEntry Entry => new(service.Summary, null, null);

    public ValueTask<BatchListPage> ListBatchesAsync(ProjectId project, BatchListQuery query, CancellationToken cancellationToken)
    {
        Lists.Add(query);
        return service.Fault is null ? new(new BatchListPage([Entry], null, true)) : throw service.Fault;
    }

    public async IAsyncEnumerable<ProjectActivity> WatchBatchesAsync(
        ProjectId project, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Watches++;
        yield return new ProjectActivity([Entry], true);
        await Moved.Task.WaitAsync(cancellationToken);
        yield return new ProjectActivity([Entry with { ItemsPerSecond = 77, EtaSeconds = 60 }], true);
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    public async ValueTask<BatchTimeline> GetTimelineAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        new() { Batch = await service.GetAsync(project, batchId, cancellationToken) };

    public ValueTask<ErrorReport> GetErrorsAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        new(new ErrorReport([], true));

    public ValueTask<MissingGraphs> FindMissingGraphsAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        new(new MissingGraphs([], true));

    public ValueTask<LaneReport> GetLanesAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        new(new LaneReport { Total = 0 });

    public ValueTask<ProgressHistory> GetProgressHistoryAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        new(new ProgressHistory([]));

    public static LiveTraffic Traffic { get; } = new(
        FakeService.Now,
        new TrafficStatistics(3, 4, 0, 2.5, 8, 12.5),
        [.. Enumerable.Range(0, 60).Select(i => new TrafficInterval(
            FakeService.Now.AddSeconds((i - 60) * 5), new TrafficStatistics(i % 3, i, 0, i % 3 == 0 ? null : 1.5, 3, 7), 1_000 * i))])
    {
        BatchItemsPerSecond = 57_500,
    };

    public static ListedGraph Listed { get; } = new(
        GraphTarget.ForGraph("a/b &<i>"), "Name <b>", null, FakeService.Now, new BoundedCount(1_000, true), FakeService.Now);

    public ValueTask<LiveTraffic> GetTrafficAsync(ProjectId project, CancellationToken cancellationToken) => new(Traffic);

    public async IAsyncEnumerable<LiveTraffic> WatchTrafficAsync(
        ProjectId project, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return Traffic;
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    public ValueTask<GraphListing> ListGraphsAsync(ProjectId project, GraphListingQuery query, CancellationToken cancellationToken) =>
        new(query.Users ? new GraphListing([], null, true) : new GraphListing([Listed], "a/b &<i>", true));

    public ValueTask<GraphContents> GetContentsAsync(ProjectId project, GraphTarget target, CancellationToken cancellationToken) =>
        target == Listed.Target
            ? new(new GraphContents(Listed, new BoundedCount(1, false), new BoundedCount(1, false)))
            : throw BatchServiceException.NotFound("graph", target.GraphId ?? target.UserId ?? "");

    public ValueTask<IReadOnlyList<EpisodeOrigin>> FindOriginsAsync(
        ProjectId project, IReadOnlyCollection<Guid> episodes, CancellationToken cancellationToken) =>
        new([.. episodes.Select(e => new EpisodeOrigin(e, service.BatchId, 5, false))]);
}
