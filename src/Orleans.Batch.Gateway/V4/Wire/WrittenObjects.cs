namespace Orleans.Batch.Gateway.V4.Wire;

/// <summary>The answer to a call that writes nodes.</summary>
/// <param name="Nodes">The nodes, in the order of the call; without those deleted since, in the answer to a repeat.</param>
/// <param name="Task">The task, which has ended.</param>
internal sealed record AddedNodesObject(IReadOnlyList<NodeObject> Nodes, TaskObject Task);

/// <summary>The answer to a call that writes facts.</summary>
/// <param name="Edges">The edges, in the order of the call; without those deleted since, in the answer to a repeat.</param>
/// <param name="Task">The task, which has ended.</param>
internal sealed record AddedEdgesObject(IReadOnlyList<EdgeObject> Edges, TaskObject Task);

/// <summary>A part of a graph.</summary>
/// <param name="Nodes">The seeds, then the others in the order reached.</param>
/// <param name="Edges">The edges followed.</param>
/// <param name="Truncated">Whether a limit ended the reading.</param>
/// <param name="TruncationReason">That limit.</param>
internal sealed record SubgraphObject(
    IReadOnlyList<NodeObject> Nodes, IReadOnlyList<EdgeObject> Edges, bool Truncated, string? TruncationReason);

/// <summary>A copy of a graph.</summary>
/// <param name="Graph">The copy.</param>
/// <param name="Task">The task, which has ended.</param>
internal sealed record ClonedGraphObject(GraphObject Graph, TaskObject Task);

/// <summary>Instructions to models.</summary>
/// <param name="Instructions">The instructions.</param>
/// <param name="Inherited">Whether they are the project's, because the graph or user has none of its own.</param>
internal sealed record InstructionsObject(IReadOnlyList<Instruction> Instructions, bool Inherited);

/// <summary>A project.</summary>
/// <param name="Uuid">Its identity.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">A description.</param>
/// <param name="DefaultTimeZone">The IANA time zone of users and graphs that have none.</param>
/// <param name="CreatedAt">When it was created.</param>
internal sealed record ProjectObject(
    Guid Uuid, string Name, string? Description, string? DefaultTimeZone, DateTimeOffset CreatedAt)
{
    public static ProjectObject From(ProjectInfo project) =>
        new(project.Uuid, project.Name, project.Description, project.DefaultTimeZone, project.CreatedAt);
}
