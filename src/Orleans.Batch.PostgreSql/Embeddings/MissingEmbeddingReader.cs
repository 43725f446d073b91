using Orleans.Batch.Embeddings;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Embeddings;

/// <summary>Finds episodes without vectors, in turn over all graphs, so that a large one delays no other for long.</summary>
internal sealed class MissingEmbeddingReader(Database database)
{
    private const int GraphsPerLook = 5_000;

    private const string LookForGraphs =
        """
        SELECT s.graph_key, s.last_number, coalesce(p.through, 0)
        FROM (SELECT * FROM graph_state WHERE graph_key > $1 ORDER BY graph_key LIMIT $2) s
        LEFT JOIN LATERAL (SELECT through FROM embedding_progress WHERE graph_key = s.graph_key AND model = $3 LIMIT 1) p ON true
        ORDER BY s.graph_key
        """;

    private const string Texts =
        """
        SELECT w.graph_key, e.number, e.episode_uuid, coalesce(d.speaker || ': ', '') || left(d.content, 4000)
        FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) w(graph_key, after, last)
        CROSS JOIN LATERAL (
            SELECT number, episode_uuid FROM graph_episode
            WHERE graph_key = w.graph_key AND number > w.after AND number <= w.last ORDER BY number LIMIT $4) e
        CROSS JOIN LATERAL (SELECT speaker, content FROM episode_data WHERE episode_uuid = e.episode_uuid LIMIT 1) d
        ORDER BY w.graph_key, e.number LIMIT $4
        """;

    private long _lookedThrough;
    private bool _foundThisRound;

    public async ValueTask<MissingEmbeddings> FindAsync(
        string model, int limit, int maxGraphEpisodes, CancellationToken cancellationToken)
    {
        var graphs = await database.Background
            .Statement(LookForGraphs, _lookedThrough, (long)GraphsPerLook, model)
            .RowsAsync(r => new Graph(r.GetInt64(0), r.GetInt64(1), r.GetInt64(2)), cancellationToken);
        var behind = Take(graphs, limit, maxGraphEpisodes);
        if (behind.Count > 0)
        {
            _foundThisRound = true;
            var tails = await ReadAsync(behind, limit, cancellationToken);
            _lookedThrough = tails[^1].GraphKey;
            return new MissingEmbeddings(tails, true);
        }

        if (graphs.Count == GraphsPerLook)
        {
            _lookedThrough = graphs[^1].Key;
            return new MissingEmbeddings([], true);
        }

        // The pass ends; another one is due if this one found anything.
        var more = _foundThisRound;
        (_lookedThrough, _foundThisRound) = (0, false);
        return new MissingEmbeddings([], more);
    }

    // As many as have the number of episodes together.
    private static List<Graph> Take(List<Graph> graphs, int limit, int maxGraphEpisodes)
    {
        var behind = new List<Graph>();
        var left = (long)limit;
        foreach (var graph in graphs.Where(g => g.Last > g.Through && g.Last <= maxGraphEpisodes).TakeWhile(_ => left > 0))
        {
            behind.Add(graph);
            left -= graph.Last - graph.Through;
        }

        return behind;
    }

    private async ValueTask<List<UnembeddedTail>> ReadAsync(List<Graph> behind, int limit, CancellationToken cancellationToken)
    {
        var rows = await database.Background
            .Statement(
                Texts, behind.ConvertAll(g => g.Key).ToArray(), behind.ConvertAll(g => g.Through).ToArray(),
                behind.ConvertAll(g => g.Last).ToArray(), (long)limit)
            .RowsAsync(r => (GraphKey: r.GetInt64(0), Text: new EpisodeText(r.GetGuid(2), r.GetInt64(1), r.GetString(3))), cancellationToken);
        var texts = rows.ToLookup(r => r.GraphKey, r => r.Text);

        // Rows come by graph: those after the last one were not read, and the last one may not be complete.
        var cutAt = rows.Count == limit ? rows[^1].GraphKey : long.MaxValue;
        return
        [
            .. behind.Where(g => g.Key <= cutAt).Select(g => g.Key == cutAt && texts[g.Key].Last().Number < g.Last
                ? new UnembeddedTail(g.Key, g.Through, texts[g.Key].Last().Number, false, [.. texts[g.Key]])
                : new UnembeddedTail(g.Key, g.Through, g.Last, true, [.. texts[g.Key]])),
        ];
    }

    private readonly record struct Graph(long Key, long Last, long Through);
}
