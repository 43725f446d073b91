using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>
/// Removes identities of items whose data is gone, a few at a time and in order. The identity of a failed item stays while the
/// item can be retried.
/// </summary>
internal static class IdentitySweep
{
    private const string Begin =
        """
        SELECT CASE WHEN finished_at IS NULL THEN after_identity ELSE '00000000-0000-0000-0000-000000000000' END
        FROM identity_sweep WHERE finished_at IS NULL OR finished_at < (SELECT sql_now() - $1) FOR UPDATE SKIP LOCKED
        """;

    // Only while the row still names the removed episode: a load may have taken it over meanwhile.
    private const string RemoveNext =
        """
        WITH part AS MATERIALIZED (
            SELECT identity, episode_uuid FROM item_identity WHERE identity > $1 ORDER BY identity LIMIT $2),
        gone AS MATERIALIZED (
            SELECT p.identity, p.episode_uuid FROM part p
            LEFT JOIN LATERAL (SELECT true AS kept FROM episode_data WHERE episode_uuid = p.episode_uuid LIMIT 1) d ON true
            WHERE d.kept IS NULL),
        removed AS (
            DELETE FROM item_identity i USING gone g WHERE i.identity = g.identity AND i.episode_uuid = g.episode_uuid),
        superseded AS (
            DELETE FROM superseded_episode s USING gone g WHERE s.episode_uuid = g.episode_uuid)
        SELECT count(*), (array_agg(identity ORDER BY identity DESC))[1] FROM part
        """;

    // Their identities have other holders; they are few.
    private const string RemoveSuperseded =
        """
        DELETE FROM superseded_episode WHERE episode_uuid = ANY(ARRAY(
            SELECT s.episode_uuid FROM superseded_episode s
            WHERE NOT EXISTS (SELECT FROM episode_data d WHERE d.episode_uuid = s.episode_uuid) LIMIT $1))
        """;

    private const string Move = "UPDATE identity_sweep SET after_identity = $1, finished_at = NULL";

    private const string Finish = "UPDATE identity_sweep SET after_identity = '00000000-0000-0000-0000-000000000000', finished_at = sql_now()";

    /// <summary>Runs one step.</summary>
    /// <param name="connection">In a transaction.</param>
    /// <param name="interval">Between the end of one pass over all identities and the beginning of the next.</param>
    /// <param name="limit">How many identities to check.</param>
    /// <param name="cancellationToken">Cancels the step.</param>
    /// <returns>Whether there may be more.</returns>
    public static async ValueTask<bool> StepAsync(
        NpgsqlConnection connection, TimeSpan interval, int limit, CancellationToken cancellationToken)
    {
        if (await connection.Statement(Begin, interval).RowAsync(r => (Guid?)r.GetGuid(0), cancellationToken) is not { } after)
        {
            return false;
        }

        var (seen, last) = await connection
            .Statement(RemoveNext, after, (long)limit)
            .RowAsync(r => (r.GetInt64(0), r.Maybe<Guid>(1)), cancellationToken);
        if (seen == limit)
        {
            await connection.Statement(Move, last!.Value).RunAsync(cancellationToken);
            return true;
        }

        await connection.Statement(RemoveSuperseded, (long)limit).RunAsync(cancellationToken);
        await connection.Statement(Finish).RunAsync(cancellationToken);
        return false;
    }
}
