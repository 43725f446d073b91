namespace Orleans.Batch.Graphs;

public sealed partial class MemoryService
{
    /// <inheritdoc/>
    public ValueTask<Episode> GetEpisodeAsync(ProjectId project, Guid episodeUuid, CancellationToken cancellationToken) =>
        ServiceGuard.FindAsync(
            "episode", episodeUuid.ToString(), () => store.FindEpisodeAsync(project, episodeUuid, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Episode>> GetLastEpisodesAsync(
        ProjectId project, GraphTarget target, int last, CancellationToken cancellationToken)
    {
        QueryRules.Require(target);
        var bounded = QueryRules.BoundLast(last);
        return ServiceGuard.FindAsync(
            What(target), Id(target), () => store.FindLastEpisodesAsync(project, target, bounded, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<EpisodePage> ListEpisodesAsync(
        ProjectId project, GraphTarget target, EpisodeQuery query, CancellationToken cancellationToken)
    {
        QueryRules.Require(target);
        var bounded = QueryRules.Bound(query);
        return ServiceGuard.FindAsync(
            What(target), Id(target), () => store.FindEpisodesAsync(project, target, bounded, cancellationToken));
    }

    private static string What(GraphTarget target) => target.GraphId is null ? "user" : "graph";

    private static string Id(GraphTarget target) => (target.GraphId ?? target.UserId)!;
}
