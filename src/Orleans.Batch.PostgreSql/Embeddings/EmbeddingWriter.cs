using System.Runtime.InteropServices;
using Npgsql;
using Orleans.Batch.Embeddings;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Embeddings;

/// <summary>Writes the vectors of one graph's next episodes.</summary>
internal static class EmbeddingWriter
{
    // The graph cannot be deleted meanwhile, and accepts items. No effect if another process stored the same.
    private const string MoveProgress =
        """
        INSERT INTO embedding_progress AS p (graph_key, model, through)
        SELECT graph_key, $2, $3 FROM graph_state WHERE graph_key = $1 FOR KEY SHARE
        ON CONFLICT (graph_key, model) DO UPDATE SET through = excluded.through WHERE p.through = $4
        """;

    // A deletion of an episode either comes first, or waits, and then finds its vector.
    private const string LockEpisodes =
        "SELECT episode_uuid FROM graph_episode WHERE graph_key = $1 AND episode_uuid = ANY($2) FOR KEY SHARE";

    // Into the last block while it has room, so that single new episodes do not make a block each.
    private const string Append =
        """
        UPDATE embedding_block SET
            last_number = $4, version = txid_current(), episode_uuids = episode_uuids || $5::uuid[], vectors = vectors || $6
        WHERE graph_key = $1 AND model = $2
          AND first_number = (
              SELECT first_number FROM embedding_block WHERE graph_key = $1 AND model = $2 ORDER BY first_number DESC LIMIT 1)
          AND cardinality(episode_uuids) + cardinality($5::uuid[]) <= $3
        """;

    private const string Insert =
        """
        INSERT INTO embedding_block (graph_key, model, first_number, last_number, version, episode_uuids, vectors)
        VALUES ($1, $2, $3, $4, txid_current(), $5, $6)
        """;

    private static readonly string[] DeleteOthers =
    [
        "DELETE FROM embedding_block WHERE graph_key = $1 AND model <> $2",
        "DELETE FROM embedding_progress WHERE graph_key = $1 AND model <> $2",
    ];

    public static async ValueTask WriteAsync(
        NpgsqlConnection connection, string model, EmbeddedTail embedded, CancellationToken cancellationToken)
    {
        var tail = embedded.Tail;
        if (await connection.Statement(MoveProgress, tail.GraphKey, model, tail.Through, tail.After).RunAsync(cancellationToken) == 0)
        {
            return;
        }

        var there = (await connection
            .Statement(LockEpisodes, tail.GraphKey, tail.Episodes.Select(e => e.EpisodeUuid).ToArray())
            .RowsAsync(r => r.GetGuid(0), cancellationToken)).ToHashSet();
        var vectors = tail.Episodes.Zip(embedded.Vectors).Where(v => v.Second is not null && there.Contains(v.First.EpisodeUuid));
        foreach (var block in vectors.Chunk(EmbeddingBlock.Capacity))
        {
            await WriteBlockAsync(connection, tail.GraphKey, model, block!, cancellationToken);
        }

        foreach (var sql in tail.Complete ? DeleteOthers : [])
        {
            await connection.Statement(sql, tail.GraphKey, model).RunAsync(cancellationToken);
        }
    }

    private static async ValueTask WriteBlockAsync(
        NpgsqlConnection connection, long graphKey, string model, (EpisodeText Episode, sbyte[] Vector)[] block,
        CancellationToken cancellationToken)
    {
        var (first, last) = (block[0].Episode.Number, block[^1].Episode.Number);
        var episodes = block.Select(b => b.Episode.EpisodeUuid).ToArray();
        var vectors = MemoryMarshal.AsBytes(block.SelectMany(b => b.Vector).ToArray().AsSpan()).ToArray();
        var append = connection.Statement(Append, graphKey, model, EmbeddingBlock.Capacity, last, episodes, vectors);
        if (await append.RunAsync(cancellationToken) == 0)
        {
            await connection.Statement(Insert, graphKey, model, first, last, episodes, vectors).RunAsync(cancellationToken);
        }
    }
}
