using System.Text.Json;
using Npgsql;
using Orleans.Batch.Facts;
using Orleans.Batch.Graphs;
using Orleans.Batch.PostgreSql.Graphs;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Written;

/// <summary>The transaction that adds facts which a caller wrote.</summary>
internal sealed class FactAddition(NpgsqlConnection connection, ProjectId project, GraphScope scope, DateTimeOffset now)
{
    private const string SelectName = "SELECT name FROM node WHERE node_uuid = ANY($1)";

    private const string SetExpiry = "UPDATE fact SET expired_at = $2 WHERE fact_uuid = $1";

    /// <summary>Adds the facts and their task; null when the graph was deleted meanwhile.</summary>
    /// <returns>Of each fact the edge that states it, its source and its target.</returns>
    public async ValueTask<IReadOnlyList<Guid>?> AddAsync(
        IReadOnlyList<NewFact> facts, Guid taskId, CancellationToken cancellationToken)
    {
        var names = await NodeNames.ReadAsync(connection, scope, cancellationToken);
        var written = new List<Guid>();
        foreach (var fact in facts)
        {
            if (await AddAsync(fact, names, cancellationToken) is not { } added)
            {
                return null;
            }

            written.AddRange(added);
        }

        var edges = written.Chunk(WrittenCall.OfFact).Select(f => f[0]).ToArray();
        var parameters = edges is [var only]
            ? $$"""{"edge_uuid":"{{only}}"}"""
            : $$"""{"edge_uuids":{{JsonSerializer.Serialize(edges)}}}""";
        await new WrittenCommit(connection, project, scope, now).AddTaskAsync(
            taskId, IngestTaskType.AddFactTriple, facts.Count, new JsonText(parameters), cancellationToken);
        return written;
    }

    private async ValueTask<Guid[]?> AddAsync(NewFact fact, NodeNames names, CancellationToken cancellationToken)
    {
        var source = await FindAsync(fact.Source, names, cancellationToken);
        var target = await FindAsync(fact.Object, names, cancellationToken);
        var facts = WrittenFactResolver.Resolve(source, target, fact, fact.CreatedAt ?? now);
        var commit = new WrittenCommit(connection, project, scope, now);
        var episode = new WrittenEpisode(EpisodeSource.FactTriple, fact.Fact, fact.CreatedAt, fact.Metadata, facts);
        if (await commit.AddAsync([episode], cancellationToken) is not [var place])
        {
            return null;
        }

        return [await AddDetailsAsync(fact, place.Id(0), source, target, cancellationToken), source.Id, target.Id];
    }

    // An assertion that repeats what holds already supports an older edge; its details are kept for the time when it begins
    // the fact itself.
    private async ValueTask<Guid> AddDetailsAsync(
        NewFact fact, Guid assertion, NamedNode source, NamedNode target, CancellationToken cancellationToken)
    {
        var edge = (await connection.Statement(FactSql.Resolve, assertion).RowsAsync(r => r.GetGuid(0), cancellationToken))[0];
        var isSentence = fact.Fact == FactText.Format(source.Name, fact.Name, target.Name, null);
        var text = isSentence ? null : fact.Fact;
        await WrittenDetails.MergeAsync(
            connection,
            [
                new(assertion, text, fact.Attributes),
                .. edge == assertion ? [] : new[] { new WrittenDetail(edge, null, fact.Attributes) },
                new(source.Id, fact.Source.Summary, fact.Source.Attributes),
                new(target.Id, fact.Object.Summary, fact.Object.Attributes),
            ],
            cancellationToken);
        if (fact.ExpiredAt is { } expired)
        {
            await connection.Statement(SetExpiry, edge, expired.UtcDateTime).RunAsync(cancellationToken);
        }

        return edge;
    }

    private async ValueTask<NamedNode> FindAsync(FactEnd end, NodeNames names, CancellationToken cancellationToken)
    {
        var label = end.Labels.FirstOrDefault(l => l != EntityNode.BaseLabel);
        if (end.Uuid is not { } uuid)
        {
            return names.Find(end.Name!, label);
        }

        var name = await connection.Statement(SelectName, scope.Bind([uuid])).RowAsync(r => r.GetString(0), cancellationToken);
        return new NamedNode(uuid, name ?? throw BatchServiceException.NotFound("node", uuid.ToString()), label);
    }
}
