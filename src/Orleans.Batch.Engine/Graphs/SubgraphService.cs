using System.Globalization;

namespace Orleans.Batch.Graphs;

/// <summary>Parts and copies of graphs: validates input and calls the store.</summary>
internal sealed class SubgraphService(ISubgraphStore store, IGraphClient graphs, IUserClient users) : ISubgraphClient
{
    /// <inheritdoc/>
    public ValueTask<Subgraph> GetSubgraphAsync(
        ProjectId project, GraphTarget target, SubgraphQuery query, CancellationToken cancellationToken)
    {
        QueryRules.Require(target);
        var problems = new ProblemList();
        CheckRange(query.Seeds.Count, Limits.SubgraphSeeds, "seed_node_uuids", problems);
        CheckRange(query.Depth, Limits.SubgraphDepth, "depth", problems);
        CheckRange(query.MaxNodes, Limits.SubgraphNodes, "max_nodes", problems);
        CheckRange(query.MaxEdges, Limits.SubgraphEdges, "max_edges", problems);
        SearchFilterRules.Check(query.Filters, problems);
        if (query.Filters?.EpisodeMetadata is not null)
        {
            problems.Add(
                null, "search_filters.episode_metadata_filters", ErrorCodes.Contradiction, "episode_metadata_filters cannot be used for a subgraph");
        }

        FieldRules.Refuse(problems);
        return GraphGuard.FindAsync(target, () => store.FindSubgraphAsync(project, target, query, cancellationToken));
    }

    /// <inheritdoc/>
    public async ValueTask<Guid> CloneGraphAsync(
        ProjectId project, GraphTarget source, GraphTarget target, CancellationToken cancellationToken)
    {
        QueryRules.Require(source);
        QueryRules.Require(target);
        await CreateAsync(project, source, target, cancellationToken);
        var taskId = Guid.CreateVersion7();
        await CopyAsync(project, source, target, taskId, cancellationToken);
        return taskId;
    }

    /// <inheritdoc/>
    public ValueTask CopyGraphAsync(
        ProjectId project, GraphTarget source, string targetGraphId, Guid taskId, CancellationToken cancellationToken)
    {
        QueryRules.Require(source);
        return CopyAsync(project, source, GraphTarget.ForGraph(targetGraphId), taskId, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask WarmGraphAsync(ProjectId project, GraphTarget target, Guid taskId, CancellationToken cancellationToken)
    {
        QueryRules.Require(target);
        _ = await ServiceGuard.RunAsync(() => store.WarmGraphAsync(project, target, taskId, cancellationToken))
            ?? throw BatchServiceException.NotFound("graph", target.GraphId ?? target.UserId!);
    }

    private async ValueTask CopyAsync(
        ProjectId project, GraphTarget source, GraphTarget target, Guid taskId, CancellationToken cancellationToken)
    {
        try
        {
            _ = await ServiceGuard.RunAsync(() => store.CloneGraphAsync(project, source, target, taskId, cancellationToken))
                ?? throw BatchServiceException.NotFound("graph", source.GraphId ?? source.UserId!);
        }
        catch
        {
            // An empty graph under the name of a copy would be taken for one.
            await DeleteAsync(project, target);
            throw;
        }
    }

    private async ValueTask CreateAsync(
        ProjectId project, GraphTarget source, GraphTarget target, CancellationToken cancellationToken)
    {
        var graph = source.GraphId is { } graphId ? await graphs.GetGraphAsync(project, graphId, cancellationToken) : null;
        var user = source.UserId is { } userId ? await users.GetUserAsync(project, userId, cancellationToken) : null;
        if (target.GraphId is { } newGraph)
        {
            var fields = new GraphFields
            {
                Name = graph?.Name, Description = graph?.Description, TimeZone = graph?.TimeZone ?? user?.TimeZone,
            };
            await graphs.CreateGraphAsync(project, newGraph, fields, cancellationToken);
        }
        else
        {
            var fields = new UserFields
            {
                Email = user?.Email,
                FirstName = user?.FirstName,
                LastName = user?.LastName,
                Metadata = user?.Metadata,
                TimeZone = user?.TimeZone ?? graph?.TimeZone,
                DisableDefaultOntology = user?.DisableDefaultOntology,
            };
            await users.CreateUserAsync(project, target.UserId!, fields, cancellationToken);
        }
    }

    private ValueTask DeleteAsync(ProjectId project, GraphTarget target) => target.GraphId is { } graphId
        ? graphs.DeleteGraphAsync(project, graphId, CancellationToken.None)
        : users.DeleteUserAsync(project, target.UserId!, CancellationToken.None);

    private static void CheckRange(int value, int max, string field, ProblemList problems)
    {
        if (value < 1 || value > max)
        {
            problems.Add(null, field, ErrorCodes.OutOfRange, string.Create(
                CultureInfo.InvariantCulture, $"{field} must be 1 to {max}, got {value}"));
        }
    }
}
