using Npgsql;
using NpgsqlTypes;
using Orleans.Batch.Facts;
using Orleans.Batch.Models;
using Orleans.Batch.PostgreSql.Commits;
using Orleans.Batch.PostgreSql.Graphs;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Models;

/// <summary>Reads what a request for summaries says.</summary>
internal sealed class SummaryContentQuery(Database database)
{
    private const string Nodes =
        """
        SELECT n.name, n.labels, coalesce(d.text, '') <> ''
        FROM unnest($1::uuid[]) WITH ORDINALITY w(node_uuid, i)
        LEFT JOIN LATERAL (SELECT name, labels FROM node WHERE node_uuid = w.node_uuid LIMIT 1) n ON true
        LEFT JOIN LATERAL (SELECT text FROM written_detail WHERE object_uuid = w.node_uuid LIMIT 1) d ON true
        ORDER BY w.i
        """;

    // What holds, and what has ended since the present summary. Of a node with very many facts, those looked at are not the newest for
    // certain.
    private const string Facts =
        $"""
        SELECT w.i, s.name, f.name, t.name, f.value, d.text, f.valid_at, f.invalid_at
        FROM unnest($1, $2) WITH ORDINALITY w(node_uuid, made_at, i)
        CROSS JOIN LATERAL (
            SELECT * FROM (
                (SELECT * FROM fact WHERE source_node = w.node_uuid LIMIT 20000)
                UNION ALL
                (SELECT * FROM fact WHERE target_node = w.node_uuid AND target_node <> source_node LIMIT 20000)) a
            WHERE a.invalid_at IS NULL OR a.expired_at > w.made_at
            ORDER BY a.valid_at DESC, a.ord DESC LIMIT $3) f
        LEFT JOIN LATERAL (SELECT name FROM node WHERE node_uuid = f.source_node LIMIT 1) s ON true
        LEFT JOIN LATERAL (SELECT name FROM node WHERE node_uuid = f.target_node LIMIT 1) t ON true
        {FactSql.WrittenOfFact}
        ORDER BY w.i, f.valid_at DESC, f.ord DESC
        """;

    // Ordered by number, so that a message that arrives late with an earlier date is included. Long messages are truncated.
    private const string Messages =
        """
        SELECT e.number, e.reference_time, d.speaker, d.role, left(d.content, 4000)
        FROM (SELECT * FROM graph_episode WHERE thread_key = $1 AND number > $2 ORDER BY number LIMIT $3) e
        CROSS JOIN LATERAL (SELECT speaker, role, content FROM episode_data WHERE episode_uuid = e.episode_uuid LIMIT 1) d
        ORDER BY e.number
        """;

    /// <summary>Reads it.</summary>
    public async ValueTask<SummaryQuestion> ReadAsync(
        GraphSummaries graph, IReadOnlyList<DueSummary> due, int facts, int messages, CancellationToken cancellationToken)
    {
        await using var connection = await database.Background.OpenConnectionAsync(cancellationToken);
        if (due is [{ ThreadKey: { } threadKey } thread])
        {
            return new SummaryQuestion([await ReadThreadAsync(connection, graph, thread, threadKey, messages, cancellationToken)], []);
        }

        var user = NodeId.OfUser(graph.GraphKey);
        var subjects = await ReadNodesAsync(connection, due, user, facts, cancellationToken);
        var instructions = due.Any(d => d.Subject == user)
            ? await InstructionStore.ReadForGraphAsync(
                connection, graph.ProjectKey, InstructionKind.UserSummary, graph.GraphKey, cancellationToken)
            : [];
        return new SummaryQuestion(subjects, instructions);
    }

    // A summary that a caller wrote comes in place of the model's: there is nothing to be summarized.
    private static async ValueTask<List<SummarySubject>> ReadNodesAsync(
        NpgsqlConnection connection, IReadOnlyList<DueSummary> due, Guid user, int facts, CancellationToken cancellationToken)
    {
        var ids = due.Select(static d => d.Subject).ToArray();
        var nodes = await connection.Statement(Nodes, ids).RowsAsync(
            r => (Name: r.Text(0) ?? "", Labels: r.IsDBNull(1) ? [] : r.GetFieldValue<string[]>(1), IsWritten: r.GetBoolean(2)),
            cancellationToken);
        await using var command = new NpgsqlCommand(Facts, connection)
        {
            Parameters =
            {
                GraphRows.Array(ids, NpgsqlDbType.Uuid),
                GraphRows.Array(due.Select(static d => d.MadeAt?.UtcDateTime).ToArray(), NpgsqlDbType.TimestampTz),
                new() { Value = (long)facts },
            },
        };
        var lines = (await command.Long().RowsAsync(r => (Subject: (int)r.GetInt64(0) - 1, Line: ReadFact(r)), cancellationToken))
            .ToLookup(static l => l.Subject, static l => l.Line);
        return
        [
            .. due.Select((d, i) => new SummarySubject(
                d.Subject == user ? SubjectKind.User : SubjectKind.Entity,
                nodes[i].Name,
                nodes[i].Labels,
                d.Previous,
                nodes[i].IsWritten ? [] : [.. lines[i]])),
        ];
    }

    private static async ValueTask<SummarySubject> ReadThreadAsync(
        NpgsqlConnection connection,
        GraphSummaries graph,
        DueSummary due,
        long threadKey,
        int messages,
        CancellationToken cancellationToken)
    {
        var name = await connection
            .Statement("SELECT name FROM node WHERE node_uuid = $1", NodeId.OfUser(graph.GraphKey))
            .RowAsync(r => r.GetString(0), cancellationToken);
        var lines = await connection
            .Statement(Messages, threadKey, due.Through, (long)messages)
            .Long()
            .RowsAsync(ReadMessage, cancellationToken);
        return new SummarySubject(SubjectKind.Thread, name ?? "", [], due.Previous, lines);
    }

    private static SummaryLine ReadFact(NpgsqlDataReader r) => new(
        r.Text(5) ?? FactText.Format(r.Text(1) ?? "", r.GetString(2), r.Text(3) ?? "", r.Text(4)),
        r.Instant(6),
        r.Maybe<DateTimeOffset>(7),
        null,
        0);

    private static SummaryLine ReadMessage(NpgsqlDataReader r) => new(
        r.GetString(4),
        r.Instant(1),
        null,
        r.Text(2) ?? ((RoleType?)r.Maybe<short>(3))?.ToString().ToLowerInvariant(),
        r.GetInt64(0));
}
