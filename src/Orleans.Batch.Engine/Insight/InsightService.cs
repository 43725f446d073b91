using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Orleans.Batch.Batches;

namespace Orleans.Batch.Insight;

/// <summary>Reads for people: validates their queries, and shares one poll among many watchers.</summary>
public sealed class InsightService : IInsightClient
{
    private const int MaxOrigins = 1_000;

    private readonly IBatchOverviewStore _batches;
    private readonly IBatchReportStore _reports;
    private readonly ITrafficStore _trafficStore;
    private readonly IGraphOverviewStore _graphs;
    private readonly BatchWatcher _watches;
    private readonly ProjectPoller<ProjectActivity> _activity;
    private readonly ProjectPoller<LiveTraffic> _traffic;

    /// <summary>Polls only while there are watchers.</summary>
    public InsightService(
        IBatchOverviewStore batches,
        IBatchReportStore reports,
        ITrafficStore traffic,
        IGraphOverviewStore graphs,
        BatchWatcher watches,
        TimeProvider time,
        ILogger<InsightService> logger)
    {
        (_batches, _reports, _trafficStore, _graphs, _watches) = (batches, reports, traffic, graphs, watches);
        _activity = new(batches.ReadActivityAsync, TimeSpan.FromSeconds(1), SameActivity, time, logger);
        _traffic = new(traffic.ReadTrafficAsync, TimeSpan.FromSeconds(2), static (_, _) => false, time, logger);
    }

    /// <inheritdoc/>
    public async ValueTask<BatchListPage> ListBatchesAsync(
        ProjectId project, BatchListQuery query, CancellationToken cancellationToken)
    {
        var text = string.IsNullOrWhiteSpace(query.Text) ? null : query.Text.Trim();
        CheckText(text);
        return await ServiceGuard.RunAsync(() => _batches.ListBatchesAsync(
            project, query with { Limit = Math.Clamp(query.Limit, 1, Limits.OverviewBatches), Text = text }, cancellationToken));
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ProjectActivity> WatchBatchesAsync(ProjectId project, CancellationToken cancellationToken) =>
        WatchAsync(_activity, project, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<BatchTimeline> GetTimelineAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        ServiceGuard.FindAsync("batch", batchId.ToString(), () => _reports.FindTimelineAsync(project, batchId, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<ErrorReport> GetErrorsAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        ServiceGuard.FindAsync("batch", batchId.ToString(), () => _reports.FindErrorsAsync(project, batchId, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<MissingGraphs> FindMissingGraphsAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        ServiceGuard.FindAsync("batch", batchId.ToString(), () => _reports.FindMissingGraphsAsync(project, batchId, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<LaneReport> GetLanesAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        ServiceGuard.FindAsync("batch", batchId.ToString(), () => _reports.FindLanesAsync(project, batchId, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<ProgressHistory> GetProgressHistoryAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        ServiceGuard.FindAsync("batch", batchId.ToString(), () => _reports.FindProgressHistoryAsync(project, batchId, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<LiveTraffic> GetTrafficAsync(ProjectId project, CancellationToken cancellationToken) =>
        ServiceGuard.RunAsync(() => _trafficStore.ReadTrafficAsync(project, cancellationToken));

    /// <inheritdoc/>
    public IAsyncEnumerable<LiveTraffic> WatchTrafficAsync(ProjectId project, CancellationToken cancellationToken) =>
        WatchAsync(_traffic, project, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<GraphListing> ListGraphsAsync(
        ProjectId project, GraphListingQuery query, CancellationToken cancellationToken)
    {
        var search = string.IsNullOrWhiteSpace(query.Search) ? null : query.Search.Trim();
        CheckText(search);
        return await ServiceGuard.RunAsync(() => _graphs.ListGraphsAsync(
            project, query with { Limit = Math.Clamp(query.Limit, 1, Limits.GraphsPerPage), Search = search }, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<GraphContents> GetContentsAsync(
        ProjectId project, GraphTarget target, CancellationToken cancellationToken) =>
        ServiceGuard.FindAsync(
            target.GraphId is null ? "user" : "graph",
            target.GraphId ?? target.UserId ?? "",
            () => _graphs.FindContentsAsync(project, target, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<EpisodeOrigin>> FindOriginsAsync(
        ProjectId project, IReadOnlyCollection<Guid> episodes, CancellationToken cancellationToken) =>
        ServiceGuard.RunAsync(() => _graphs.FindOriginsAsync(project, [.. episodes.Distinct().Take(MaxOrigins)], cancellationToken));

    private async IAsyncEnumerable<T> WatchAsync<T>(
        ProjectPoller<T> poller, ProjectId project, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        using var place = _watches.TakePlace();
        await foreach (var seen in poller.WatchAsync(project, cancellationToken))
        {
            yield return seen;
        }
    }

    private static bool SameActivity(ProjectActivity before, ProjectActivity now) =>
        before.Complete == now.Complete
        && before.Batches.Select(b => (b.Version, b.ItemsPerSecond)).SequenceEqual(now.Batches.Select(b => (b.Version, b.ItemsPerSecond)));

    private static void CheckText(string? text)
    {
        if (text is { Length: > Limits.ListSearchLength } || text?.Contains('\0', StringComparison.Ordinal) == true)
        {
            throw BatchServiceException.Invalid(
                ErrorCodes.OutOfRange, $"the text to look for may have at most {Limits.ListSearchLength} characters, none of them NUL; shorten it");
        }
    }
}
