namespace Orleans.Batch.Gateway.Wire;

/// <summary>The caller's project.</summary>
internal sealed record ProjectResponse(ProjectInfo Project);

/// <summary>Instructions to models.</summary>
internal sealed record InstructionsResponse(IReadOnlyList<Instruction> Instructions);

/// <summary>The summary of a thread; without a text and times as long as none was made.</summary>
internal sealed record ThreadSummaryResponse(
    string ThreadId,
    string? Summary,
    DateTimeOffset? CreatedAt,
    DateTimeOffset? LastSummarizedAt,
    DateTimeOffset? LastSummarizedEpisodeValidAt)
{
    public static ThreadSummaryResponse From(ThreadSummary summary) =>
        new(summary.Thread.ThreadId, summary.Text, summary.CreatedAt, summary.UpdatedAt, summary.LastMessageAt);
}

/// <summary>A summary that a model is asked for.</summary>
internal sealed record SummaryTaskResponse(string ThreadId, Guid TaskId);

/// <summary>The summary of a document; no model writes any.</summary>
internal sealed record DocumentSummaryResponse(string DocumentId, string? Summary);

/// <summary>A part of a graph.</summary>
internal sealed record SubgraphResponse(
    IReadOnlyList<NodeResponse> Nodes, IReadOnlyList<EdgeResponse> Edges, bool Truncated, string? TruncationReason)
{
    public static SubgraphResponse From(Subgraph found) => new(
        NodeResponse.OfAll(found.Nodes), EdgeResponse.OfAll(found.Edges), found.TruncatedBy is not null, found.TruncatedBy);
}

/// <summary>A copy of a graph.</summary>
internal sealed record CloneResponse(string? GraphId, string? UserId, Guid TaskId);
