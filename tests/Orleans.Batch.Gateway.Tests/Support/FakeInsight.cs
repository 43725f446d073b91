namespace Orleans.Batch.Gateway.Tests;

/// <summary>Shows the one batch of <see cref="FakeService"/>.</summary>
internal sealed class FakeInsight(FakeService service) : IInsightClient
{
    public List<BatchListQuery> Lists { get; } = [];

    /// <summary>How often somebody began to watch the list.</summary>
    public int Watches { get; private set; }

    /// <summary>Ends the next look.</summary>
    public TaskCompletionSource Moved { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

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

    public async ValueTask<BatchLife> GetLifeAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        new() { Batch = await service.GetAsync(project, batchId, cancellationToken) };

    public ValueTask<ErrorReport> GetErrorsAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        new(new ErrorReport([], true));

    public ValueTask<LaneReport> GetLanesAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        new(new LaneReport { Total = 0 });

    public ValueTask<BatchCourse> GetCourseAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        new(new BatchCourse([]));

    public ValueTask<LiveTraffic> GetTrafficAsync(ProjectId project, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public IAsyncEnumerable<LiveTraffic> WatchTrafficAsync(ProjectId project, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<GraphListing> ListGraphsAsync(ProjectId project, GraphListingQuery query, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<GraphContents> GetContentsAsync(ProjectId project, GraphTarget target, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<IReadOnlyList<EpisodeOrigin>> FindOriginsAsync(
        ProjectId project, IReadOnlyCollection<Guid> episodes, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
