namespace Orleans.Batch.Gateway.V4.Wire;

/// <summary>What a graph has about a query, as a text for an agent.</summary>
/// <param name="Context">The text.</param>
/// <param name="Truncated">Whether more was found than fits.</param>
/// <param name="Results">What the text was made of, if it was asked for.</param>
internal sealed record GraphContextObject(string Context, bool Truncated, ContextResults? Results);

/// <summary>What the text of a context was made of.</summary>
/// <param name="Edges">Facts.</param>
/// <param name="Nodes">Entities.</param>
/// <param name="Episodes">Always empty, as in Zep's API.</param>
/// <param name="Observations">Always empty: there are none.</param>
/// <param name="ThreadSummaries">Always empty: there are none.</param>
internal sealed record ContextResults(
    IReadOnlyList<EdgeObject> Edges,
    IReadOnlyList<NodeObject> Nodes,
    IReadOnlyList<EpisodeObject> Episodes,
    IReadOnlyList<MissingObject> Observations,
    IReadOnlyList<MissingObject> ThreadSummaries);

/// <summary>An object of a kind that this server does not make: lists of it are empty.</summary>
/// <param name="Uuid">Its identity.</param>
internal sealed record MissingObject(Guid Uuid);
