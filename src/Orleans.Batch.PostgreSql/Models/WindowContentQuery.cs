using Npgsql;
using Orleans.Batch.Facts;
using Orleans.Batch.Models;
using Orleans.Batch.PostgreSql.Facts;
using Orleans.Batch.PostgreSql.Graphs;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Models;

/// <summary>Reads what a request about a window says.</summary>
internal sealed class WindowContentQuery(Database database)
{
    private const int MaxKnownEntities = 30;

    // Runs of words with a capital or a digit; more of them in one window are not looked up.
    private const int MaxNames = 2_000;

    private const string Turns =
        $"""
        SELECT e.episode_uuid, d.data_type, d.role, d.speaker, e.reference_time, d.content
        FROM unnest($2::uuid[]) WITH ORDINALITY x(episode_uuid, i)
        CROSS JOIN LATERAL (SELECT * FROM graph_episode
                            WHERE graph_key = $1 AND episode_uuid = x.episode_uuid AND ($3 OR extraction = {Stored.ExtractionMode.StoreOnly})
                            LIMIT 1) e
        CROSS JOIN LATERAL (SELECT * FROM episode_data WHERE episode_uuid = x.episode_uuid LIMIT 1) d
        ORDER BY x.i
        """;

    // Only of a thread: episodes of a graph need not belong together.
    private const string Context =
        """
        SELECT c.episode_uuid, d.data_type, d.role, d.speaker, c.reference_time, d.content
        FROM (SELECT * FROM graph_episode WHERE graph_key = $1 AND episode_uuid = $2) f
        CROSS JOIN LATERAL (SELECT * FROM graph_episode
                            WHERE thread_key = f.thread_key AND (reference_time, number) < (f.reference_time, f.number)
                            ORDER BY reference_time DESC, number DESC LIMIT $3) c
        CROSS JOIN LATERAL (SELECT * FROM episode_data WHERE episode_uuid = c.episode_uuid LIMIT 1) d
        ORDER BY c.reference_time, c.number
        """;

    private const string Nodes =
        "SELECT name, labels FROM unnest($1::uuid[]) w(node_uuid) CROSS JOIN LATERAL (SELECT * FROM node WHERE node_uuid = w.node_uuid LIMIT 1) n LIMIT $2";

    private const string Types =
        "SELECT entity_types, edge_types FROM ontology WHERE project_key = $1 AND graph_key IN (0, $2) ORDER BY graph_key DESC LIMIT 1";

    private readonly VocabularyQuery _vocabularies = new(database.Background);

    /// <summary>Reads it.</summary>
    public async ValueTask<WindowContent> ReadAsync(OpenWindow window, int contextTurns, CancellationToken cancellationToken)
    {
        await using var connection = await database.Background.OpenConnectionAsync(cancellationToken);
        var turns = await connection
            .Statement(Turns, window.GraphKey, window.Episodes.ToArray(), window.Replaces).RowsAsync(ReadTurn, cancellationToken);
        if (turns.Count == 0)
        {
            return new WindowContent(new ExtractionWindow([], []), GraphVocabulary.Empty);
        }

        var context = await connection
            .Statement(Context, window.GraphKey, turns[0].EpisodeUuid, contextTurns).RowsAsync(ReadTurn, cancellationToken);
        var instructions = await InstructionStore.ReadForGraphAsync(
            connection, window.ProjectKey, InstructionKind.Custom, window.GraphKey, cancellationToken);
        var ontology = await connection
            .Statement(Types, window.ProjectKey, window.GraphKey).RowAsync(OntologyStore.Read, cancellationToken);
        var named = FindNamed(window.GraphKey, turns);
        var content = new ExtractionWindow(context, turns)
        {
            Instructions = instructions,
            Ontology = ontology,
            KnownEntities = await connection.Statement(Nodes, named, MaxKnownEntities).RowsAsync(
                r => new Entity(r.GetString(0), r.GetFieldValue<string[]>(1).FirstOrDefault()), cancellationToken),
            Aliases = await AliasRows.ReadAsync(connection, named, cancellationToken),
            Predicates = await PredicateRows.ReadAsync(connection, window.ProjectKey, cancellationToken),
        };
        return new WindowContent(content, await ReadVocabularyAsync(connection, window, cancellationToken));
    }

    // The nodes that names in the turns would have.
    private static Guid[] FindNamed(long graphKey, List<WindowTurn> turns) =>
    [
        .. turns
            .SelectMany(t => QueryNames.FromText(t.Content))
            .Where(static n => n.Any(static c => char.IsUpper(c) || char.IsDigit(c)))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Take(MaxNames)
            .Select(n => NodeId.FromName(graphKey, n)),
    ];

    private async ValueTask<GraphVocabulary> ReadVocabularyAsync(
        NpgsqlConnection connection, OpenWindow window, CancellationToken cancellationToken)
    {
        var found = (await _vocabularies.ReadAsync(connection, [window.GraphKey], cancellationToken))
            .GetValueOrDefault(window.GraphKey, GraphVocabulary.Empty);
        return window.IsStrict ? found with { IsStrict = true } : found;
    }

    private static WindowTurn ReadTurn(NpgsqlDataReader r) => new(
        r.GetGuid(0), (DataType)r.GetInt16(1), (RoleType?)r.Maybe<short>(2), r.Text(3), r.Instant(4), r.GetString(5));
}
