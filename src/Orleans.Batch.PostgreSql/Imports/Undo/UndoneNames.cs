using Npgsql;
using Orleans.Batch.Facts;
using Orleans.Batch.Ingestion;
using Orleans.Batch.PostgreSql.Commits;
using Orleans.Batch.PostgreSql.Facts;
using Orleans.Batch.PostgreSql.Graphs;
using Orleans.Batch.PostgreSql.Proposals;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Imports.Undo;

/// <summary>
/// Names the nodes that stay as the episodes that are left name them: a node has the name that the earliest of them gives it, and the
/// labels of all. They are found by extracting these episodes once more, by the rules. A node keeps its name and labels where others
/// than the rules named it (a model, or a caller), and where it is named more than <see cref="MostNamings"/> times.
/// </summary>
internal sealed class UndoneNames(Database database, IFactExtractor rules)
{
    /// <summary>How many facts and mentions are traced back to name a node: its graph accepts no items meanwhile.</summary>
    public const int MostNamings = 1_000;

    private const int NamingsPerStep = 2_000;

    // What is read of a node that is named too often is for nothing.
    private const int NodesShare = 5;

    // Which of the nodes $2 have a label, or were named at one of the places $3; a user's node has its name and one label by itself.
    private const string Record =
        $$"""
        INSERT INTO undo_node (import_key, node_uuid)
        SELECT $1, n.node_uuid FROM unnest($2::uuid[]) w(node_uuid)
        CROSS JOIN LATERAL (SELECT * FROM node WHERE node_uuid = w.node_uuid LIMIT 1) n
        WHERE (n.labels <> CASE WHEN n.named_at > '-infinity' THEN '{}' ELSE '{{{UserNames.Label}}}' END::text[] AND NOT n.relabeled)
           OR (n.named_at > '-infinity' AND n.named_ord = ANY($3))
        ON CONFLICT DO NOTHING
        """;

    private const string Next = "SELECT node_uuid FROM undo_node WHERE import_key = $1 ORDER BY node_uuid LIMIT $2";

    private const string Done = "DELETE FROM undo_node WHERE import_key = $1 AND node_uuid = ANY($2)";

    private const string FindEpisodes =
        $"""
        SELECT p.node_uuid, named.episode_uuid
        FROM unnest($1::uuid[]) p(node_uuid) CROSS JOIN LATERAL (SELECT episode_uuid FROM ({NamingEpisodes.OfNode}) o LIMIT $2) named
        """;

    private const string InIndex = "SELECT graph_key FROM search_progress WHERE graph_key = ANY($1)";

    private const string ReadEpisodes =
        """
        SELECT e.episode_uuid, e.number, e.reference_time, d.batch_key IS NULL, e.extraction, e.thread_key, d.data_type, d.role, d.speaker,
               d.content, coalesce(b.strict_ontology, false), e.graph_key
        FROM unnest($1::bigint[], $2::uuid[]) w(graph_key, episode_uuid)
        CROSS JOIN LATERAL (SELECT * FROM graph_episode WHERE graph_key = w.graph_key AND episode_uuid = w.episode_uuid LIMIT 1) e
        CROSS JOIN LATERAL (SELECT * FROM episode_data WHERE episode_uuid = w.episode_uuid LIMIT 1) d
        LEFT JOIN LATERAL (SELECT strict_ontology FROM batch WHERE batch_key = d.batch_key LIMIT 1) b ON true
        """;

    // A user's node has its name and one label by itself.
    private const string Rename =
        $$"""
        UPDATE node n SET labels = CASE
                WHEN n.relabeled THEN n.labels
                WHEN n.named_at > '-infinity' THEN w.labels
                ELSE ARRAY(SELECT DISTINCT l COLLATE "C" FROM unnest(w.labels || '{{{UserNames.Label}}}'::text[]) l ORDER BY 1) END,
            name = CASE WHEN n.renamed OR n.named_at = '-infinity' THEN n.name ELSE w.name END,
            named_ord = CASE WHEN n.named_at = '-infinity' THEN n.named_ord ELSE w.ord END,
            named_at = CASE WHEN n.named_at = '-infinity' THEN n.named_at ELSE w.at END
        FROM (SELECT id, name, at, ord, string_to_array(labels, E'\n') AS labels FROM unnest($1, $2, $3, $4, $5) w(id, name, at, ord, labels)) w
        WHERE n.node_uuid = w.id
        """;

    private readonly VocabularyQuery _vocabularies = new(database.Background);

    /// <summary>Records the nodes that may have to be named anew.</summary>
    public static async ValueTask RecordAsync(
        NpgsqlConnection connection, long importKey, UndonePart part, CancellationToken cancellationToken)
    {
        if (part.Nodes.Count > 0)
        {
            var places = part.Numbers.Select(n => AssertionId.Ord(realtime: false, n, 0)).ToArray();
            await connection.Statement(Record, importKey, part.Nodes.ToArray(), places).RunAsync(cancellationToken);
        }
    }

    /// <summary>Names some nodes, of several graphs.</summary>
    /// <param name="connection">The transaction.</param>
    /// <param name="importKey">The import.</param>
    /// <param name="items">How many items such a step would take back; it names fewer nodes.</param>
    /// <param name="cancellationToken">Cancels the statements.</param>
    /// <returns>Whether there are more.</returns>
    public async ValueTask<bool> StepAsync(NpgsqlConnection connection, long importKey, int items, CancellationToken cancellationToken)
    {
        var next = await connection.Statement(Next, importKey, Math.Max(1L, items / NodesShare)).RowsAsync(r => r.GetGuid(0), cancellationToken);
        if (next.Count == 0)
        {
            return false;
        }

        await GraphRows.LockAsync(connection, [.. next.Select(GraphBoundId.GraphKey).Distinct()], cancellationToken);
        var done = await NameAsync(connection, next, cancellationToken);
        await connection.Statement(Done, importKey, done).RunAsync(cancellationToken);
        return true;
    }

    /// <returns>The nodes that are named, or keep their names: the first ones.</returns>
    private async ValueTask<Guid[]> NameAsync(NpgsqlConnection connection, List<Guid> nodes, CancellationToken cancellationToken)
    {
        var found = (await connection
            .Statement(FindEpisodes, nodes.ToArray(), MostNamings + 1L).Long()
            .RowsAsync(r => (Node: r.GetGuid(0), Episode: r.GetGuid(1)), cancellationToken)).ToLookup(n => n.Node, n => n.Episode);
        var sum = 0;
        bool IsNamedByFew(Guid node) => found[node].Count() <= MostNamings;
        var done = nodes.TakeWhile((node, i) => (sum += IsNamedByFew(node) ? found[node].Count() : 0) <= NamingsPerStep || i == 0).ToArray();
        var few = done.Where(IsNamedByFew).Select(n => (Node: n, Episodes: found[n].Distinct().ToList())).ToList();
        var (places, facts) = await ExtractAsync(
            connection, [.. few.SelectMany(f => f.Episodes, (f, e) => (GraphBoundId.GraphKey(f.Node), e)).Distinct()], cancellationToken);
        var named = new NamedNodes();
        foreach (var (node, episodes) in few.Where(f => f.Episodes.TrueForAll(facts.ContainsKey)))
        {
            episodes.ForEach(e => named.Add(facts[e].Nodes.Where(n => n.Id == node), places[e].Naming));
        }

        var rename = connection.Statement(Rename);
        rename.Parameters.AddRange(named.Parameters());
        await rename.Long().RunAsync(cancellationToken);
        await IndexAsync(connection, named.Ids, cancellationToken);
        return done;
    }

    /// <returns>The places of the episodes, and what the rules find in those from which rules made the facts.</returns>
    private async ValueTask<(Dictionary<Guid, EpisodePlace> Places, Dictionary<Guid, ResolvedFacts> Facts)> ExtractAsync(
        NpgsqlConnection connection, List<(long GraphKey, Guid Episode)> wanted, CancellationToken cancellationToken)
    {
        var all = await connection
            .Statement(ReadEpisodes, wanted.Select(w => w.GraphKey).ToArray(), wanted.Select(w => w.Episode).ToArray()).Long()
            .RowsAsync(Read, cancellationToken);
        var episodes = all.FindAll(e => e.ByRules);
        var vocabularies = await _vocabularies.ReadAsync(connection, [.. episodes.Select(e => e.Place.GraphKey).Distinct()], cancellationToken);
        var extracted = await rules.ExtractAsync(episodes.ConvertAll(e => e.Item), cancellationToken);
        var facts = episodes.Zip(extracted).ToDictionary(e => e.First.Place.Episode, e => Resolve(e.First, e.Second));
        return (all.ToDictionary(e => e.Place.Episode, e => e.Place), facts);

        ResolvedFacts Resolve(LeftEpisode episode, ItemExtraction extraction)
        {
            var vocabulary = vocabularies.GetValueOrDefault(episode.Place.GraphKey, GraphVocabulary.Empty);
            return FactResolver.Resolve(
                episode.Place.GraphKey,
                episode.Item.ReferenceTime,
                extraction,
                episode.IsStrict ? vocabulary with { IsStrict = true } : vocabulary);
        }
    }

    private static async ValueTask IndexAsync(NpgsqlConnection connection, IReadOnlyCollection<Guid> nodes, CancellationToken cancellationToken)
    {
        var graphs = nodes.ToLookup(GraphBoundId.GraphKey);
        foreach (var graph in await connection
            .Statement(InIndex, graphs.Select(g => g.Key).ToArray()).RowsAsync(r => r.GetInt64(0), cancellationToken))
        {
            await AssertionRemoval.ForgetAsync(connection, 1, [.. graphs[graph]], cancellationToken);
            await connection.Statement(SearchIndexStore.IndexSomeNodes, graph, graphs[graph].ToArray()).Long().RunAsync(cancellationToken);
        }
    }

    private static LeftEpisode Read(NpgsqlDataReader r) => new(
        EpisodePlace.Read(r.GetInt64(11), r),
        new IngestItem(
            0, 0, r.GetGuid(0), r.Maybe<long>(5), (DataType)r.GetInt16(6), (RoleType?)r.Maybe<short>(7), r.Text(8), r.Instant(2), r.GetString(9),
            HasOutcome: false, HasPayload: true),
        (ExtractionMode)r.GetInt16(4) == ExtractionMode.Deterministic,
        r.GetBoolean(10));

    private sealed record LeftEpisode(EpisodePlace Place, IngestItem Item, bool ByRules, bool IsStrict);
}
