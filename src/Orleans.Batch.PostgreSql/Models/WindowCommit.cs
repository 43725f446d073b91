using System.Collections.Immutable;
using Npgsql;
using NpgsqlTypes;
using Orleans.Batch.Facts;
using Orleans.Batch.Models;
using Orleans.Batch.PostgreSql.Commits;
using Orleans.Batch.PostgreSql.Facts;
using Orleans.Batch.PostgreSql.Graphs;
using Orleans.Batch.PostgreSql.Ingestion;
using Orleans.Batch.PostgreSql.Proposals;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Models;

/// <summary>
/// The transaction that adds the facts of a window: locks the graph as every writer does, takes the window and those of its
/// episodes whose facts are still to be made, and writes their facts and the counts of the batch.
/// </summary>
internal static class WindowCommit
{
    private const string TakeWindow = "DELETE FROM model_window WHERE window_key = $1 AND error_code IS NULL";

    private const string AddProgress =
        """
        INSERT INTO batch_progress AS p (batch_key, slot, extracted, facts, entities) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (batch_key, slot) DO UPDATE SET
            extracted = p.extracted + excluded.extracted, facts = p.facts + excluded.facts, entities = p.entities + excluded.entities
        """;

    // Windows of one batch are committed side by side.
    private const int ProgressSlots = 8;

    /// <returns>Whether the window was there.</returns>
    public static async ValueTask<bool> RunAsync(
        NpgsqlConnection connection,
        OpenWindow window,
        IReadOnlyDictionary<Guid, ResolvedFacts> facts,
        IReadOnlyList<string> predicates,
        CancellationToken cancellationToken)
    {
        var commit = new FactCommit();
        foreach (var said in window.Replaces ? [] : facts.Values)
        {
            commit.Expect(said);
        }

        var isThere = await LockAsync(connection, window, commit, cancellationToken);
        if (await connection.Statement(TakeWindow, window.Key).RunAsync(cancellationToken) == 0)
        {
            return false;
        }

        if (window.Replaces)
        {
            await ProposeAsync(connection, window, isThere ? facts : ImmutableDictionary<Guid, ResolvedFacts>.Empty, cancellationToken);
            return true;
        }

        // Without its graph, the window goes with the last of what there was to do.
        var taken = isThere
            ? await StoredEpisodeRows.TakeAsync(
                connection, [.. window.Episodes.Select(e => (window.GraphKey, e, ExtractionMode.Model))], cancellationToken)
            : [];
        var (stated, entities) = (0L, 0L);
        foreach (var (uuid, said) in facts)
        {
            if (taken.TryGetValue(uuid, out var episode))
            {
                stated += said.Assertions.Count;
                entities += commit.Add(said, new EpisodePlace(window.GraphKey, episode.Number, uuid, episode.ReferenceTime, episode.Realtime));
            }
        }

        await using var batch = new NpgsqlBatch(connection);
        if (!window.IsLive)
        {
            batch.BatchCommands.Add(Progress(window, stated, entities));
        }

        await commit.WriteAsync(connection, batch, cancellationToken);
        if (taken.Count > 0)
        {
            AliasRows.AddTo(batch, facts.Where(f => taken.ContainsKey(f.Key)).SelectMany(static f => f.Value.Aliases));
            PredicateRows.AddTo(batch, window.ProjectKey, predicates);
        }

        if (batch.BatchCommands.Count > 0)
        {
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }

        Telemetry.AssertionsStored.Add(commit.Assertions);
        return true;
    }

    private static async ValueTask ProposeAsync(
        NpgsqlConnection connection,
        OpenWindow window,
        IReadOnlyDictionary<Guid, ResolvedFacts> facts,
        CancellationToken cancellationToken)
    {
        await ProposalCommit.RunAsync(
            connection, window.BatchKey, window.GraphKey, (short)(window.Key % ProgressSlots), facts, cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Progress(window, 0, 0)); // the facts are counted with the proposal
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async ValueTask<bool> LockAsync(
        NpgsqlConnection connection, OpenWindow window, FactCommit facts, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(GraphRows.Lock([window.GraphKey]));
        facts.AddQueries(batch);
        await using var row = await batch.ExecuteReaderAsync(cancellationToken);
        var locked = await GraphRows.ReadLockedAsync(row, cancellationToken);
        await facts.ReadAsync(row, cancellationToken);
        return locked.ContainsKey(window.GraphKey);
    }

    private static NpgsqlBatchCommand Progress(OpenWindow window, long facts, long entities) => new(AddProgress)
    {
        Parameters =
        {
            new() { Value = window.BatchKey },
            new() { Value = (short)(window.Key % ProgressSlots) },
            new() { Value = window.Episodes.Count, NpgsqlDbType = NpgsqlDbType.Integer },
            new() { Value = facts },
            new() { Value = entities },
        },
    };
}
