using Orleans.Batch.Facts;

namespace Orleans.Batch.PostgreSql.Written;

/// <summary>An episode that is made for a fact or a node that a caller writes.</summary>
/// <param name="Source">What it is.</param>
/// <param name="Content">Its content.</param>
/// <param name="DatedAt">The caller's date; null: the moment of the call.</param>
/// <param name="Metadata">The caller's data.</param>
/// <param name="Facts">What it states.</param>
internal sealed record WrittenEpisode(
    EpisodeSource Source, string Content, DateTimeOffset? DatedAt, JsonText? Metadata, ResolvedFacts Facts)
{
    /// <summary>Its identity.</summary>
    public Guid Uuid { get; } = Guid.CreateVersion7();
}
