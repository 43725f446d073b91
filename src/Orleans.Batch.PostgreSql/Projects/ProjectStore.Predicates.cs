using Orleans.Batch.Models;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Projects;

/// <content>The names of facts that models use.</content>
public sealed partial class ProjectStore
{
    private const int MaxPredicateLength = 100;

    private const string SelectPredicates =
        "SELECT name, single_valued, decided FROM predicate WHERE project_key = $1";

    private const string DecidePredicates =
        """
        INSERT INTO predicate (project_key, name, single_valued, decided) SELECT $1, name, $3, true FROM unnest($2) n(name)
        ON CONFLICT (project_key, name) DO UPDATE SET single_valued = excluded.single_valued, decided = true
        """;

    private const string ForgetPredicates = "DELETE FROM predicate WHERE project_key = $1 AND name = ANY($2)";

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ProjectPredicate>> ListPredicatesAsync(string projectName, CancellationToken cancellationToken) =>
        StoreFaults.Translate<IReadOnlyList<ProjectPredicate>>(async () =>
        {
            var project = await database.Requests.Statement(SelectProject, projectName).RowAsync(ReadProject, cancellationToken)
                ?? throw BatchServiceException.NotFound("project", projectName);
            var own = await database.Requests
                .Statement(SelectPredicates, project.Id.Value)
                .RowsAsync(
                    r => new ProjectPredicate(
                        r.GetString(0), r.GetBoolean(1), r.GetBoolean(2) ? PredicateOrigin.Decided : PredicateOrigin.Learned),
                    cancellationToken);
            var builtIn = KnownPredicates.Except(own.Select(static p => p.Name))
                .Select(static p => new ProjectPredicate(p.Name, p.SingleValued, PredicateOrigin.BuiltIn));
            return [.. own.Concat(builtIn).OrderBy(static p => p.Name, StringComparer.Ordinal)];
        });

    /// <inheritdoc/>
    public async ValueTask SetPredicatesAsync(
        string projectName, IReadOnlyList<string> names, bool? singleValued, CancellationToken cancellationToken)
    {
        if (names.FirstOrDefault(static n => !IsPredicate(n)) is { } wrong)
        {
            throw BatchServiceException.Invalid(
                ErrorCodes.InvalidId, $"{wrong} cannot be the name of a fact: write it in capitals, as WORKS_AT, with at most {MaxPredicateLength} characters");
        }

        await database.WriteAsync(
            async connection =>
            {
                var project = await LockProjectAsync(connection, projectName, cancellationToken);
                var sorted = names.Distinct().Order(StringComparer.Ordinal).ToArray();
                return singleValued is { } single
                    ? await connection.Statement(DecidePredicates, project.Id.Value, sorted, single).RunAsync(cancellationToken)
                    : await connection.Statement(ForgetPredicates, project.Id.Value, sorted).RunAsync(cancellationToken);
            },
            cancellationToken);
    }

    private static bool IsPredicate(string name) =>
        name.Length is > 0 and <= MaxPredicateLength && char.IsLetter(name[0])
        && name.All(static c => c == '_' || char.IsDigit(c) || (char.IsLetter(c) && !char.IsLower(c)));
}
