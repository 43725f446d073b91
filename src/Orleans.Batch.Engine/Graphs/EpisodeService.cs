namespace Orleans.Batch.Graphs;

/// <summary>Episodes: validates input and calls the store.</summary>
internal sealed class EpisodeService(IEpisodeStore store) : IEpisodeClient
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
        return GraphGuard.FindAsync(target, () => store.FindLastEpisodesAsync(project, target, bounded, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<EpisodePage> ListEpisodesAsync(
        ProjectId project, GraphTarget target, EpisodeQuery query, CancellationToken cancellationToken)
    {
        QueryRules.Require(target);
        var bounded = QueryRules.Bound(query);
        return GraphGuard.FindAsync(target, () => store.FindEpisodesAsync(project, target, bounded, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Episode>> GetDocumentAsync(
        ProjectId project, GraphTarget target, string documentId, CancellationToken cancellationToken)
    {
        QueryRules.Require(target);
        return GraphGuard.FindAsync(target, () => store.FindDocumentAsync(project, target, documentId, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<EpisodeMentions> GetMentionsAsync(
        ProjectId project, Guid episodeUuid, CancellationToken cancellationToken) =>
        ServiceGuard.FindAsync(
            "episode", episodeUuid.ToString(), () => store.FindMentionsAsync(project, episodeUuid, cancellationToken));

    /// <inheritdoc/>
    public ValueTask DeleteEpisodeAsync(ProjectId project, Guid episodeUuid, CancellationToken cancellationToken) =>
        GraphGuard.DeleteAsync("episode", episodeUuid, () => store.DeleteEpisodeAsync(project, episodeUuid, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<Episode> UpdateMetadataAsync(
        ProjectId project, Guid episodeUuid, JsonText metadata, CancellationToken cancellationToken)
    {
        var problems = new ProblemList();
        MetadataRules.CheckObject(metadata, "metadata", problems);
        FieldRules.Refuse(problems);
        return ServiceGuard.FindAsync(
            "episode",
            episodeUuid.ToString(),
            () => store.ChangeMetadataAsync(project, episodeUuid, present => Merge(present, metadata), cancellationToken));
    }

    private static JsonText? Merge(JsonText? present, JsonText changes)
    {
        var merged = JsonMerge.Apply(present, changes);
        var problems = new ProblemList();
        MetadataRules.CheckItem(merged, null, problems);
        FieldRules.Refuse(problems);
        return merged;
    }
}
