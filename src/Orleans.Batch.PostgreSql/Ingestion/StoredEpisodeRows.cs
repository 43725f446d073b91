using Npgsql;
using NpgsqlTypes;
using Orleans.Batch.Ingestion;
using Orleans.Batch.PostgreSql.Commits;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Ingestion;

/// <summary>For chunks whose items are already in their graphs: takes the episodes from which no facts were made yet.</summary>
internal static class StoredEpisodeRows
{
    // Taken under the graph's lock, so that of two batches over the same episodes one finds them done.
    private const string Take =
        $"""
        UPDATE graph_episode e SET extraction = w.extraction
        FROM unnest($1, $2, $3) AS w(graph_key, episode_uuid, extraction)
        CROSS JOIN LATERAL (SELECT batch_key FROM episode_data WHERE episode_uuid = w.episode_uuid LIMIT 1) d
        WHERE e.graph_key = w.graph_key AND e.episode_uuid = w.episode_uuid AND e.extraction = {Stored.ExtractionMode.StoreOnly}
        RETURNING e.episode_uuid, e.number, d.batch_key IS NULL, e.reference_time
        """;

    // The search index reads new episodes in order; these add facts behind its position.
    private const string SetIndexBack =
        """
        UPDATE search_progress p SET through = w.first - 1
        FROM (SELECT e.graph_key, min(e.number) AS first FROM unnest($1, $2) AS w(graph_key, episode_uuid)
              CROSS JOIN LATERAL (SELECT * FROM graph_episode
                                  WHERE graph_key = w.graph_key AND episode_uuid = w.episode_uuid LIMIT 1) e
              GROUP BY e.graph_key) w
        WHERE p.graph_key = w.graph_key AND p.through >= w.first
        """;

    /// <summary>Takes the episodes of these chunks that succeeded, or whose role must be ignored.</summary>
    public static async ValueTask<Dictionary<Guid, StoredEpisode>> TakeAsync(
        NpgsqlConnection connection, IEnumerable<ProcessedChunk> chunks, CancellationToken cancellationToken) =>
        await TakeAsync(
            connection,
            [.. chunks.SelectMany(c => c.Results
                .Where(r => r.Status is ItemStatus.Succeeded or ItemStatus.Skipped)
                .Select(r => (c.Chunk.GraphKey, r.Item.EpisodeUuid, c.Chunk.Extraction)))],
            cancellationToken);

    /// <summary>Takes episodes for an extraction.</summary>
    public static async ValueTask<Dictionary<Guid, StoredEpisode>> TakeAsync(
        NpgsqlConnection connection,
        List<(long GraphKey, Guid EpisodeUuid, ExtractionMode Extraction)> items,
        CancellationToken cancellationToken)
    {
        var taken = new Dictionary<Guid, StoredEpisode>();
        if (items.Count == 0)
        {
            return taken;
        }

        await using var command = new NpgsqlCommand(Take, connection)
        {
            Parameters =
            {
                GraphRows.Array(items.ConvertAll(i => i.GraphKey), NpgsqlDbType.Bigint),
                GraphRows.Array(items.ConvertAll(i => i.EpisodeUuid), NpgsqlDbType.Uuid),
                GraphRows.Array(items.ConvertAll(i => (short)i.Extraction), NpgsqlDbType.Smallint),
            },
        };
        await using (var row = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await row.ReadAsync(cancellationToken))
            {
                taken.Add(row.GetGuid(0), new StoredEpisode(row.GetInt64(1), row.GetBoolean(2), row.GetDateTime(3)));
            }
        }

        await using var setBack = new NpgsqlCommand(SetIndexBack, connection)
        {
            Parameters =
            {
                GraphRows.Array(items.ConvertAll(i => i.GraphKey), NpgsqlDbType.Bigint),
                GraphRows.Array(items.ConvertAll(i => i.EpisodeUuid), NpgsqlDbType.Uuid),
            },
        };
        await setBack.ExecuteNonQueryAsync(cancellationToken);
        return taken;
    }
}

/// <summary>An episode that is in its graph.</summary>
/// <param name="Number">Its number there.</param>
/// <param name="Realtime">Whether it came in real time.</param>
/// <param name="ReferenceTime">The reference time of its facts.</param>
internal readonly record struct StoredEpisode(long Number, bool Realtime, DateTime ReferenceTime);
