using Npgsql;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.Projects;

namespace Orleans.Batch.PostgreSql.Projects;

/// <summary>What callers know of their project.</summary>
internal sealed class ProjectInfoStore(Database database) : IProjectInfoStore
{
    private const string Columns = "project_uuid, name, created_at, default_time_zone";

    /// <inheritdoc/>
    public ValueTask<ProjectInfo?> FindProjectAsync(ProjectId project, CancellationToken cancellationToken) =>
        StoreFaults.Translate(() => database.Requests
            .Statement($"SELECT {Columns} FROM project WHERE project_key = $1", project.Value).RowAsync(Read, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<ProjectInfo?> SetTimeZoneAsync(ProjectId project, string? timeZone, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection => connection
                .Statement(
                    $"UPDATE project SET default_time_zone = $2::text WHERE project_key = $1 RETURNING {Columns}", project.Value, timeZone)
                .RowAsync(Read, cancellationToken),
            cancellationToken);

    private static ProjectInfo Read(NpgsqlDataReader r) => new(r.GetGuid(0), r.GetString(1), r.Instant(2), r.Text(3));
}
