using Npgsql;
using Orleans.Batch.Models;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Models;

/// <summary>The names of facts of a project.</summary>
internal static class PredicateRows
{
    private const string Select =
        "SELECT name, single_valued FROM predicate WHERE project_key = $1 ORDER BY name";

    // Names come in alphabetical order, so that two commits wait for each other in one direction.
    private const string Learn =
        """
        INSERT INTO predicate (project_key, name, single_valued)
        SELECT $1, name, false FROM unnest($2) WITH ORDINALITY n(name, i)
        WHERE i <= $3 - (SELECT count(*) FROM predicate WHERE project_key = $1 AND NOT decided)
        ON CONFLICT DO NOTHING
        """;

    /// <summary>Those that every project has, and its own.</summary>
    public static async ValueTask<IReadOnlyList<KnownPredicate>> ReadAsync(
        NpgsqlConnection connection, long projectKey, CancellationToken cancellationToken) =>
        KnownPredicates.With(await connection
            .Statement(Select, projectKey)
            .RowsAsync(r => new KnownPredicate(r.GetString(0), r.GetBoolean(1)), cancellationToken));

    /// <summary>Adds the statement that keeps names from answers; they have several objects at a time.</summary>
    public static void AddTo(NpgsqlBatch batch, long projectKey, IReadOnlyList<string> names)
    {
        if (names.Count > 0)
        {
            batch.BatchCommands.Add(new(Learn)
            {
                Parameters =
                {
                    new() { Value = projectKey },
                    new() { Value = names.ToArray() },
                    new() { Value = (long)KnownPredicates.MaxLearned },
                },
            });
        }
    }
}
