using Npgsql;
using NpgsqlTypes;
using Orleans.Batch.PostgreSql.Graphs;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.PostgreSql.Summaries;

namespace Orleans.Batch.PostgreSql.Written;

/// <summary>Changes an edge of a graph that the caller holds locked.</summary>
internal static class EdgeChange
{
    private const string SelectFact =
        "SELECT source_node, slot, valid_at, invalid_at, target_node FROM fact WHERE fact_uuid = $1";

    // The neighbors in the timeline: facts of one timeline follow each other.
    private const string Overlaps =
        """
        SELECT coalesce((
                SELECT coalesce(invalid_at, 'infinity') > $4 FROM fact
                WHERE source_node = $1 AND slot = $2 AND fact_uuid <> $3 AND valid_at <= $4 ORDER BY valid_at DESC, ord DESC LIMIT 1), false)
            OR coalesce((
                SELECT valid_at < coalesce($5, 'infinity') FROM fact
                WHERE source_node = $1 AND slot = $2 AND fact_uuid <> $3 AND valid_at > $4 ORDER BY valid_at, ord LIMIT 1), false)
        """;

    private const string UpdateFact =
        """
        UPDATE fact SET name = coalesce($2, name), valid_at = $3, invalid_at = $4,
            end_ord = CASE WHEN $4 IS NULL THEN NULL WHEN invalid_at = $4 THEN end_ord ELSE ord END,
            expired_at = coalesce($5, expired_at, CASE WHEN $4 IS NOT NULL THEN sql_now() END)
        WHERE fact_uuid = $1
        """;

    /// <summary>Changes the fields that are given.</summary>
    /// <returns>The identity of the edge; empty when there is none.</returns>
    public static async ValueTask<Guid> ApplyAsync(
        NpgsqlConnection connection, GraphScope scope, Guid edgeUuid, EdgeFields fields, CancellationToken cancellationToken)
    {
        var found = await connection.Statement(FactSql.Resolve, edgeUuid).RowsAsync(r => r.GetGuid(0), cancellationToken);
        if (found.Count == 0)
        {
            return Guid.Empty;
        }

        var fact = found[0];
        var (source, slot, was, ended, target) = await connection
            .Statement(SelectFact, fact)
            .RowAsync(
                r => (r.GetGuid(0), r.GetInt64(1), r.Instant(2), r.Maybe<DateTimeOffset>(3), r.GetGuid(4)), cancellationToken);
        var (validAt, invalidAt) = (fields.ValidAt ?? was, fields.InvalidAt ?? ended);
        if (fields.ValidAt is not null || fields.InvalidAt is not null)
        {
            await CheckAsync(connection, fact, (source, slot), validAt, invalidAt, cancellationToken);
        }

        await using (var update = new NpgsqlCommand(UpdateFact, connection)
        {
            Parameters =
            {
                new() { Value = fact },
                Statements.Nullable(fields.Name, NpgsqlDbType.Text),
                new() { Value = validAt.UtcDateTime },
                Statements.Nullable(invalidAt?.UtcDateTime, NpgsqlDbType.TimestampTz),
                Statements.Nullable(fields.ExpiredAt?.UtcDateTime, NpgsqlDbType.TimestampTz),
            },
        })
        {
            await update.ExecuteNonQueryAsync(cancellationToken);
        }

        await WrittenDetails.MarkAsync(connection, fact, cancellationToken);
        await WrittenDetails.MergeAsync(connection, [new(fact, fields.Fact, fields.Attributes)], cancellationToken);
        await SummaryMarks.AddAsync(connection, [source, target], cancellationToken);
        if (fields.Fact is not null || fields.Name is not null)
        {
            await AssertionRemoval.IndexAnewAsync(connection, scope.Key, fact, source, slot, cancellationToken);
        }

        return fact;
    }

    private static async ValueTask CheckAsync(
        NpgsqlConnection connection,
        Guid fact,
        (Guid Source, long Slot) timeline,
        DateTimeOffset validAt,
        DateTimeOffset? invalidAt,
        CancellationToken cancellationToken)
    {
        if (invalidAt <= validAt)
        {
            throw BatchServiceException.Invalid(ErrorCodes.Contradiction, "invalid_at must be after valid_at");
        }

        await using var command = new NpgsqlCommand(Overlaps, connection)
        {
            Parameters =
            {
                new() { Value = timeline.Source },
                new() { Value = timeline.Slot },
                new() { Value = fact },
                new() { Value = validAt.UtcDateTime },
                Statements.Nullable(invalidAt?.UtcDateTime, NpgsqlDbType.TimestampTz),
            },
        };
        if (await command.RowAsync(r => r.GetBoolean(0), cancellationToken))
        {
            throw BatchServiceException.Invalid(
                ErrorCodes.Contradiction, "the dates overlap those of another edge with the same name and nodes; change that one first");
        }
    }
}
