using Npgsql;
using NpgsqlTypes;
using Orleans.Batch.Facts;
using Orleans.Batch.PostgreSql.Commits;
using Orleans.Batch.PostgreSql.Facts;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Proposals;

/// <summary>The rows of <c>fact_change</c>.</summary>
internal sealed class FactChangeRows(long batchKey, long graphKey)
{
    /// <summary>Selects the changes of the batch $1 behind $2, at most $3, as <see cref="Read"/> expects them.</summary>
    public const string Select =
        """
        SELECT c.change_key, c.change, c.episode_uuid, g.graph_uuid, c.subject, c.name,
               c.old_object, c.old_value, c.old_valid_at, c.old_invalid_at, c.new_object, c.new_value, c.new_valid_at, c.new_invalid_at
        FROM (SELECT * FROM fact_change WHERE batch_key = $1 AND change_key > $2 ORDER BY change_key LIMIT $3) c
        LEFT JOIN LATERAL (SELECT graph_uuid FROM graph WHERE graph_key = c.graph_key LIMIT 1) g ON true
        ORDER BY c.change_key
        """;

    private const string Insert =
        """
        INSERT INTO fact_change (batch_key, graph_key, number, episode_uuid, change, subject, name, old_object, old_value, old_valid_at,
            old_invalid_at, new_object, new_value, new_valid_at, new_invalid_at)
        SELECT $1, $2, w.* FROM unnest($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) w
        """;

    private const int OldColumn = 6;
    private const int NewColumn = 10;

    private readonly List<Row> _rows = [];

    /// <summary>How many changes of a kind there are.</summary>
    public long Count(FactChangeKind kind) => _rows.Count(r => r.Kind == kind);

    /// <summary>Adds the changes of an episode.</summary>
    /// <param name="place">The episode.</param>
    /// <param name="differences">The changes.</param>
    /// <param name="oldName">The stored name of a node.</param>
    /// <param name="newName">The name of a node as the new extraction spells it.</param>
    public void Add(EpisodePlace place, FactDifferences differences, Func<Guid, string> oldName, Func<Guid, string> newName)
    {
        foreach (var (old, stated) in differences.Changes)
        {
            var kind = (old, stated) switch
            {
                (null, _) => FactChangeKind.Added,
                (_, null) => FactChangeKind.Removed,
                _ => FactChangeKind.Changed,
            };
            var either = stated ?? old!;
            _rows.Add(new Row(
                place,
                kind,
                stated is null ? oldName(either.Source) : newName(either.Source),
                either.Name,
                old is { Value: null } ? oldName(old.Target) : null,
                old,
                stated is { Value: null } ? newName(stated.Target) : null,
                stated));
        }
    }

    /// <summary>Adds the statement, if there are changes.</summary>
    public void AddTo(NpgsqlBatch batch)
    {
        if (_rows.Count == 0)
        {
            return;
        }

        batch.BatchCommands.Add(new(Insert)
        {
            Parameters =
            {
                new() { Value = batchKey },
                new() { Value = graphKey },
                GraphRows.Array(_rows.ConvertAll(r => r.Place.Number), NpgsqlDbType.Bigint),
                GraphRows.Array(_rows.ConvertAll(r => r.Place.Episode), NpgsqlDbType.Uuid),
                GraphRows.Array(_rows.ConvertAll(r => (short)r.Kind), NpgsqlDbType.Smallint),
                GraphRows.Array(_rows.ConvertAll(r => r.Subject), NpgsqlDbType.Text),
                GraphRows.Array(_rows.ConvertAll(r => r.Name), NpgsqlDbType.Text),
                GraphRows.Array(_rows.ConvertAll(r => r.OldObject), NpgsqlDbType.Text),
                GraphRows.Array(_rows.ConvertAll(r => r.Old?.Value), NpgsqlDbType.Text),
                GraphRows.Array(_rows.ConvertAll(r => r.Old?.ValidAt), NpgsqlDbType.TimestampTz),
                GraphRows.Array(_rows.ConvertAll(r => r.Old?.InvalidAt), NpgsqlDbType.TimestampTz),
                GraphRows.Array(_rows.ConvertAll(r => r.NewObject), NpgsqlDbType.Text),
                GraphRows.Array(_rows.ConvertAll(r => r.New?.Value), NpgsqlDbType.Text),
                GraphRows.Array(_rows.ConvertAll(r => r.New?.ValidAt), NpgsqlDbType.TimestampTz),
                GraphRows.Array(_rows.ConvertAll(r => r.New?.InvalidAt), NpgsqlDbType.TimestampTz),
            },
        });
    }

    /// <summary>A row of <see cref="Select"/>.</summary>
    public static (long Key, FactChange Change) Read(NpgsqlDataReader row)
    {
        var kind = (FactChangeKind)row.GetInt16(1);
        return (row.GetInt64(0), new FactChange
        {
            Change = kind,
            EpisodeUuid = row.GetGuid(2),
            GraphUuid = row.Maybe<Guid>(3),
            Before = kind == FactChangeKind.Added ? null : ReadFact(row, OldColumn),
            After = kind == FactChangeKind.Removed ? null : ReadFact(row, NewColumn),
        });
    }

    private static ExtractedFact ReadFact(NpgsqlDataReader row, int column)
    {
        var (subject, name, target, value) = (row.GetString(4), row.GetString(5), row.Text(column), row.Text(column + 1));
        return new ExtractedFact
        {
            Subject = subject,
            Name = name,
            Object = target,
            Value = value is null ? null : new JsonText(value),
            Fact = FactText.Format(subject, name, target ?? "", value),
            ValidAt = row.Maybe<DateTimeOffset>(column + 2),
            InvalidAt = row.Maybe<DateTimeOffset>(column + 3),
        };
    }

    private sealed record Row(
        EpisodePlace Place,
        FactChangeKind Kind,
        string Subject,
        string Name,
        string? OldObject,
        EpisodeFact? Old,
        string? NewObject,
        EpisodeFact? New);
}
