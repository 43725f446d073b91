using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>
/// Claims the identities of items in the transaction that adds them: of any number of concurrent calls, one adds a record.
/// Runs before any batch is locked, and in the order of the identities, so that calls wait for each other without deadlock.
/// </summary>
internal static class IdentityClaim
{
    // A round is lost only to another call that made progress, so this many in a row do not occur.
    private const int MaxRounds = 20;

    // Waits for a call that is adding the same record, and then sees that record.
    private const string Claim =
        """
        INSERT INTO item_identity (identity, episode_uuid)
        SELECT identity, episode_uuid FROM unnest($1, $2) AS w(identity, episode_uuid) ORDER BY identity
        ON CONFLICT (identity) DO NOTHING RETURNING identity
        """;

    private static readonly string FindHolders =
        $"""
        SELECT h.identity, h.episode_uuid, {ItemLiveness.IsAlive}, {ItemLiveness.Draft}
        FROM unnest($1) AS w(identity)
        CROSS JOIN LATERAL (SELECT identity, episode_uuid FROM item_identity WHERE identity = w.identity LIMIT 1) h
        {ItemLiveness.Joins}
        """;

    // Excludes a retry, which would make a dead holder alive again.
    private const string HoldRetries = "SELECT pg_advisory_xact_lock_shared(2, ($1 % 2147483647)::int)";

    private const string LockDead = "SELECT FROM item_identity WHERE identity = ANY($1) ORDER BY identity FOR UPDATE";

    // Only from the holder that was found dead, which can no longer be retried.
    private const string TakeOver =
        """
        WITH taken AS (
            UPDATE item_identity h SET episode_uuid = w.episode_uuid
            FROM unnest($1, $2, $3) AS w(identity, dead, episode_uuid)
            WHERE h.identity = w.identity AND h.episode_uuid = w.dead RETURNING h.identity, w.dead),
        superseded AS (
            INSERT INTO superseded_episode (episode_uuid)
            SELECT t.dead FROM taken t
            CROSS JOIN LATERAL (SELECT FROM episode_data WHERE episode_uuid = t.dead LIMIT 1) d
            ON CONFLICT DO NOTHING)
        SELECT identity FROM taken
        """;

    /// <summary>Claims the identities of the items that have a record id.</summary>
    /// <returns>The items to add, with their episodes, and what is reported about the others.</returns>
    public static async ValueTask<ClaimedItems> RunAsync(
        NpgsqlConnection connection,
        ProjectId project,
        Guid batchId,
        IReadOnlyList<NewBatchItem> items,
        Guid[] episodes,
        CancellationToken cancellationToken)
    {
        var open = new Dictionary<Guid, int>();
        var present = new bool[items.Count];
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i].RecordId is { } recordId)
            {
                var destination = Destination.From(items[i]);

                // If a record occurs twice in one call, the first is added.
                present[i] = !open.TryAdd(ItemIdentity.Create(project, destination, recordId), i);
            }
        }

        var drafts = new HashSet<Guid>();
        for (var round = 0; open.Count > 0; round++)
        {
            if (round == MaxRounds)
            {
                throw new TransientStoreException(
                    "other calls are adding the same records", new TimeoutException("Their identities changed hands again and again."));
            }

            await ClaimAsync(connection, open, episodes, cancellationToken);
            if (open.Count > 0 && await FindAsync(connection, open, present, drafts, cancellationToken) is { Length: > 0 } dead)
            {
                await TakeOverAsync(connection, project, open, dead, episodes, present, drafts, cancellationToken);
            }
        }

        drafts.Remove(batchId);
        return ClaimedItems.From(items, episodes, present, [.. drafts.Order()]);
    }

    private static async ValueTask ClaimAsync(
        NpgsqlConnection connection, Dictionary<Guid, int> open, Guid[] episodes, CancellationToken cancellationToken)
    {
        var claimed = await connection
            .Statement(Claim, open.Keys.ToArray(), open.Values.Select(i => episodes[i]).ToArray())
            .Long().RowsAsync(r => r.GetGuid(0), cancellationToken);
        claimed.ForEach(identity => open.Remove(identity));
    }

    /// <summary>Records items with a living holder as present; returns those with a dead holder.</summary>
    private static async ValueTask<Guid[]> FindAsync(
        NpgsqlConnection connection, Dictionary<Guid, int> open, bool[] present, HashSet<Guid> drafts, CancellationToken cancellationToken) =>
        [.. (await FindAsync(connection, [.. open.Keys], open, present, drafts, cancellationToken)).Select(h => h.Identity)];

    private static async ValueTask<(Guid Identity, Guid Episode)[]> FindAsync(
        NpgsqlConnection connection,
        Guid[] identities,
        Dictionary<Guid, int> open,
        bool[] present,
        HashSet<Guid> drafts,
        CancellationToken cancellationToken)
    {
        var holders = await connection.Statement(FindHolders, identities).Long().RowsAsync(
            r => (Identity: r.GetGuid(0), Episode: r.GetGuid(1), Alive: r.GetBoolean(2), Draft: r.Maybe<Guid>(3)), cancellationToken);
        foreach (var holder in holders.Where(h => h.Alive))
        {
            present[open[holder.Identity]] = true;
            open.Remove(holder.Identity);
            if (holder.Draft is { } draft)
            {
                drafts.Add(draft);
            }
        }

        return [.. holders.Where(h => !h.Alive).Select(h => (h.Identity, h.Episode))];
    }

    // Dead holders are checked again once no retry can make them alive.
    private static async ValueTask TakeOverAsync(
        NpgsqlConnection connection,
        ProjectId project,
        Dictionary<Guid, int> open,
        Guid[] identities,
        Guid[] episodes,
        bool[] present,
        HashSet<Guid> drafts,
        CancellationToken cancellationToken)
    {
        await connection.Statement(HoldRetries, project.Value).Long().RunAsync(cancellationToken);
        await connection.Statement(LockDead, identities).Long().RunAsync(cancellationToken);
        var dead = await FindAsync(connection, identities, open, present, drafts, cancellationToken);
        var taken = await connection
            .Statement(
                TakeOver,
                Array.ConvertAll(dead, h => h.Identity),
                Array.ConvertAll(dead, h => h.Episode),
                Array.ConvertAll(dead, h => episodes[open[h.Identity]]))
            .Long().RowsAsync(r => r.GetGuid(0), cancellationToken);
        taken.ForEach(identity => open.Remove(identity));
    }
}
