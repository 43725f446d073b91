using Npgsql;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.Projects;

namespace Orleans.Batch.PostgreSql.Projects;

/// <summary>What callers know of their project.</summary>
internal sealed class ProjectInfoStore(Database database) : IProjectInfoStore
{
    private const string Columns = "project_uuid, name, created_at, default_time_zone, description";

    /// <inheritdoc/>
    public ValueTask<ProjectInfo?> FindProjectAsync(ProjectId project, CancellationToken cancellationToken) =>
        StoreFaults.Translate(() => database.Requests
            .Statement($"SELECT {Columns} FROM project WHERE project_key = $1", project.Value).RowAsync(Read, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<ProjectExtraction?> FindExtractionAsync(ProjectId project, CancellationToken cancellationToken) =>
        StoreFaults.Translate(() => database.Requests
            .Statement("SELECT extraction, model FROM project WHERE project_key = $1", project.Value)
            .RowAsync(static r => new ProjectExtraction((ExtractionMode)r.GetInt16(0), r.Text(1)), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<ProjectInfo?> UpdateProjectAsync(
        ProjectId project, ProjectInfoChanges changes, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection => connection
                .Statement(
                    $"""
                     UPDATE project SET
                         description = CASE WHEN $2 THEN $3::text ELSE description END,
                         default_time_zone = CASE WHEN $4 THEN $5::text ELSE default_time_zone END
                     WHERE project_key = $1 RETURNING {Columns}
                     """,
                    project.Value,
                    changes.Given.HasFlag(ProjectInfoFields.Description), changes.Description,
                    changes.Given.HasFlag(ProjectInfoFields.DefaultTimeZone), changes.DefaultTimeZone)
                .RowAsync(Read, cancellationToken),
            cancellationToken);

    private static ProjectInfo Read(NpgsqlDataReader r) =>
        new(r.GetGuid(0), r.GetString(1), r.Instant(2), DefaultTimeZone: r.Text(3), Description: r.Text(4));
}
