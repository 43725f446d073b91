using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Projects;

/// <summary>Projects and their keys in the database.</summary>
/// <param name="database">The database.</param>
/// <param name="cache">Cleared when a key is created or revoked.</param>
public sealed partial class ProjectStore(Database database, KeyCache cache) : IProjectAdministration
{
    /// <summary>How many live keys a project may have: the one in use and its replacement.</summary>
    public const int MaxLiveKeys = 2;

    private const int MaxNameLength = 100;
    private const string ProjectColumns = "project_key, project_uuid, name, created_at, extraction, weight, summaries";

    /// <inheritdoc/>
    public ValueTask<Project> CreateProjectAsync(string name, ExtractionMode? extraction, CancellationToken cancellationToken)
    {
        RequireName(name);
        return database.WriteAsync(
            async connection => await connection
                .Statement(InsertProject, Guid.CreateVersion7(), name, (short)(extraction ?? Project.DefaultExtraction))
                .RowAsync(ReadProject, cancellationToken)
                ?? throw BatchServiceException.Invalid(ErrorCodes.AlreadyExists, $"project already exists with name: {name}"),
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Project>> ListProjectsAsync(CancellationToken cancellationToken) =>
        StoreFaults.Translate<IReadOnlyList<Project>>(async () => await database.Requests
            .Statement($"SELECT {ProjectColumns} FROM project ORDER BY project_key")
            .RowsAsync(ReadProject, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<Project> ChangeProjectAsync(string name, ProjectChanges changes, CancellationToken cancellationToken)
    {
        if (changes.Weight is < 1 or > Project.MaxWeight)
        {
            throw BatchServiceException.Invalid(
                ErrorCodes.OutOfRange,
                string.Create(CultureInfo.InvariantCulture, $"weight must be a whole number from 1 to {Project.MaxWeight}"));
        }

        return database.WriteAsync(
            async connection =>
            {
                var project = await connection
                    .Statement(UpdateProject, name, (short?)changes.Extraction, (short?)changes.Weight, changes.Model, (short?)changes.Summaries)
                    .RowAsync(ReadProject, cancellationToken)
                    ?? throw BatchServiceException.NotFound("project", name);
                if (changes.Caps is { } caps)
                {
                    await SetCapsAsync(connection, project.Id, caps, cancellationToken);
                }

                return project;
            },
            cancellationToken);
    }

    private static async ValueTask SetCapsAsync(
        WriteTransaction connection, ProjectId project, ModelCaps caps, CancellationToken cancellationToken)
    {
        var set = connection.Statement(SetCaps, project.Value, caps.MaxTokens, caps.MaxCost);
        set.Parameters[1].NpgsqlDbType = set.Parameters[2].NpgsqlDbType = NpgsqlDbType.Bigint;
        await set.RunAsync(cancellationToken);
    }

    private const string UpdateProject =
        $"""
        UPDATE project SET extraction = coalesce($2::smallint, extraction), weight = coalesce($3::smallint, weight),
            model = coalesce($4::text, model), summaries = coalesce($5::smallint, summaries)
        WHERE name = $1 RETURNING {ProjectColumns}
        """;

    private const string SetCaps =
        """
        INSERT INTO model_budget (batch_key, project_key, max_tokens, max_cost) VALUES (0, $1, $2, $3)
        ON CONFLICT (batch_key, project_key) DO UPDATE SET max_tokens = excluded.max_tokens, max_cost = excluded.max_cost
        """;

    private const string SelectProject = $"SELECT {ProjectColumns} FROM project WHERE name = $1";

    private const string InsertProject =
        $"""
        INSERT INTO project (project_uuid, name, extraction) VALUES ($1, $2, $3)
        ON CONFLICT (name) DO NOTHING RETURNING {ProjectColumns}
        """;

    /// <summary>Finds a project and locks it, so that its keys can be counted and changed.</summary>
    private static async ValueTask<Project> LockProjectAsync(
        WriteTransaction connection, string name, CancellationToken cancellationToken) =>
        await connection
            .Statement(SelectProject + " FOR NO KEY UPDATE", name)
            .RowAsync(ReadProject, cancellationToken)
        ?? throw BatchServiceException.NotFound("project", name);

    private static void RequireName(string name)
    {
        var problems = new ProblemList();
        TextRules.CheckId(name, null, "name", problems);
        TextRules.Check(name, MaxNameLength, null, "name", problems);
        if (problems.Count > 0)
        {
            throw BatchServiceException.Invalid(problems.Listed[0].Message, problems);
        }
    }

    private static Project ReadProject(NpgsqlDataReader r) =>
        new(
        new ProjectId(r.GetInt64(0)), r.GetGuid(1), r.GetString(2), r.Instant(3),
        (ExtractionMode)r.GetInt16(4), r.GetInt16(5), (SummaryMode)r.GetInt16(6));
}
