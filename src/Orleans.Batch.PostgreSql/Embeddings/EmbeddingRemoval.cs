using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Embeddings;

/// <summary>Removes the vectors of deleted episodes: a vector tells much of its text.</summary>
internal static class EmbeddingRemoval
{
    /// <summary>Removes all vectors of graph $1.</summary>
    public const string DeleteBlocks = "DELETE FROM embedding_block WHERE graph_key = $1";

    /// <summary>Forgets how far graph $1 is embedded.</summary>
    public const string DeleteProgress = "DELETE FROM embedding_progress WHERE graph_key = $1";

    private const string Find =
        """
        SELECT model, first_number, episode_uuids, vectors FROM embedding_block
        WHERE graph_key = $1 AND first_number <= $3 AND last_number >= $2
        ORDER BY model, first_number FOR UPDATE
        """;

    private const string Replace =
        """
        UPDATE embedding_block SET version = txid_current(), episode_uuids = $4, vectors = $5
        WHERE graph_key = $1 AND model = $2 AND first_number = $3
        """;

    /// <summary>Removes the vectors of episodes whose rows are deleted in the same transaction, by a statement before.</summary>
    public static async ValueTask RunAsync(
        NpgsqlConnection connection, long graphKey, IReadOnlyCollection<(Guid Uuid, long Number)> gone, CancellationToken cancellationToken)
    {
        if (gone.Count == 0)
        {
            return;
        }

        var uuids = gone.Select(g => g.Uuid).ToHashSet();
        var blocks = await connection
            .Statement(Find, graphKey, gone.Min(g => g.Number), gone.Max(g => g.Number))
            .RowsAsync(
                r => (Model: r.GetString(0), First: r.GetInt64(1), Uuids: r.GetFieldValue<Guid[]>(2), Vectors: r.GetFieldValue<byte[]>(3)),
                cancellationToken);
        foreach (var block in blocks.Where(b => b.Uuids.Any(uuids.Contains)))
        {
            var size = block.Vectors.Length / block.Uuids.Length;
            var kept = Enumerable.Range(0, block.Uuids.Length).Where(i => !uuids.Contains(block.Uuids[i])).ToList();
            await connection
                .Statement(
                    Replace, graphKey, block.Model, block.First, kept.ConvertAll(i => block.Uuids[i]).ToArray(),
                    kept.SelectMany(i => block.Vectors.Skip(i * size).Take(size)).ToArray())
                .RunAsync(cancellationToken);
        }
    }
}
