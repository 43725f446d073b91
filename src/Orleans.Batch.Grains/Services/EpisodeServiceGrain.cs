using Orleans.Batch.Client;
using Orleans.Batch.Grains.Roles;
using Orleans.Concurrency;

namespace Orleans.Batch.Grains.Services;

/// <summary>The engine's calls about episodes, for .NET services.</summary>
[GrainType("orleans-batch.episode-service")]
[SiloRole(SiloRoles.Batch)]
[StatelessWorker]
[Reentrant]
internal sealed class EpisodeServiceGrain(IEpisodeClient episodes) : Grain, IEpisodeServiceGrain
{
    public ValueTask<Episode> GetEpisodeAsync(
        ProjectId project, Guid episodeUuid, CancellationToken cancellationToken) =>
        episodes.GetEpisodeAsync(project, episodeUuid, cancellationToken);

    public async ValueTask<IReadOnlyList<Episode>> GetLastEpisodesAsync(
        ProjectId project, GraphTarget target, int last, CancellationToken cancellationToken) =>
        (await episodes.GetLastEpisodesAsync(project, target, last, cancellationToken)).ToArray();

    public ValueTask<EpisodePage> ListEpisodesAsync(
        ProjectId project, GraphTarget target, EpisodeQuery query, CancellationToken cancellationToken) =>
        episodes.ListEpisodesAsync(project, target, query, cancellationToken);

    public async ValueTask<IReadOnlyList<Episode>> GetDocumentAsync(
        ProjectId project, GraphTarget target, string documentId, CancellationToken cancellationToken) =>
        (await episodes.GetDocumentAsync(project, target, documentId, cancellationToken)).ToArray();

    public ValueTask<EpisodeMentions> GetMentionsAsync(
        ProjectId project, Guid episodeUuid, CancellationToken cancellationToken) =>
        episodes.GetMentionsAsync(project, episodeUuid, cancellationToken);

    public ValueTask DeleteEpisodeAsync(ProjectId project, Guid episodeUuid, CancellationToken cancellationToken) =>
        episodes.DeleteEpisodeAsync(project, episodeUuid, cancellationToken);

    public ValueTask<Episode> UpdateMetadataAsync(
        ProjectId project, Guid episodeUuid, JsonText metadata, CancellationToken cancellationToken) =>
        episodes.UpdateMetadataAsync(project, episodeUuid, metadata, cancellationToken);
}
