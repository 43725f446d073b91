using System.Globalization;
using Npgsql;
using Orleans.Batch.Graphs;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>The templates of projects.</summary>
internal sealed class ContextTemplateStore(Database database) : IContextTemplateStore
{
    private const string Columns = "template_uuid, template_id, name, template, created_at";

    private const string IsWanted = "project_key = $1 AND (template_id = $2 OR template_uuid = $3)";

    private const string Insert =
        $"""
        INSERT INTO context_template (project_key, template_uuid, template_id, name, template)
        SELECT $1, $2, $3, $4, $5 WHERE (SELECT count(*) FROM context_template WHERE project_key = $1) < $6
        ON CONFLICT DO NOTHING
        RETURNING {Columns}
        """;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ContextTemplate>> ListTemplatesAsync(ProjectId project, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () => (IReadOnlyList<ContextTemplate>)await database.Requests
            .Statement($"SELECT {Columns} FROM context_template WHERE project_key = $1 ORDER BY created_at, template_id", project.Value)
            .RowsAsync(Read, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<ContextTemplate> CreateTemplateAsync(
        ProjectId project, Guid uuid, string? templateId, ContextTemplateFields fields, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async connection =>
            {
                var id = templateId ?? uuid.ToString();
                return await connection
                    .Statement(Insert, project.Value, uuid, id, fields.Name, fields.Template, (long)Limits.ContextTemplates)
                    .RowAsync(Read, cancellationToken)
                    ?? await FindRepeatedAsync(connection, project, uuid, cancellationToken)
                    ?? throw await ExplainAsync(connection, project, id, cancellationToken);
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ContextTemplate?> FindTemplateAsync(
        ProjectId project, string templateId, CancellationToken cancellationToken) =>
        StoreFaults.Translate(() => database.Requests
            .Statement($"SELECT {Columns} FROM context_template WHERE {IsWanted}", project.Value, templateId, UuidOf(templateId))
            .RowAsync(Read, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<ContextTemplate?> UpdateTemplateAsync(
        ProjectId project, string templateId, ContextTemplateFields fields, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection => connection
                .Statement(
                    $"""
                    UPDATE context_template SET template = coalesce($4, template), name = coalesce($5, name)
                    WHERE {IsWanted} RETURNING {Columns}
                    """,
                    project.Value, templateId, UuidOf(templateId), fields.Template, fields.Name)
                .RowAsync(Read, cancellationToken),
            cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> DeleteTemplateAsync(ProjectId project, string templateId, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            connection => connection
                .Statement($"DELETE FROM context_template WHERE {IsWanted}", project.Value, templateId, UuidOf(templateId))
                .RunAsync(cancellationToken),
            cancellationToken) > 0;

    private static ValueTask<ContextTemplate?> FindRepeatedAsync(
        WriteTransaction connection, ProjectId project, Guid uuid, CancellationToken cancellationToken) =>
        connection
            .Statement($"SELECT {Columns} FROM context_template WHERE project_key = $1 AND template_uuid = $2", project.Value, uuid)
            .RowAsync(Read, cancellationToken);

    private static async ValueTask<BatchServiceException> ExplainAsync(
        WriteTransaction connection, ProjectId project, string id, CancellationToken cancellationToken) =>
        await connection
            .Statement("SELECT true FROM context_template WHERE project_key = $1 AND template_id = $2", project.Value, id)
            .RowAsync(r => true, cancellationToken)
            ? BatchServiceException.Invalid(ErrorCodes.AlreadyExists, $"context template already exists with template_id: {id}")
            : BatchServiceException.Invalid(ErrorCodes.TooMany, string.Create(
                CultureInfo.InvariantCulture, $"a project may have at most {Limits.ContextTemplates} context templates; delete one first"));

    private static Guid UuidOf(string templateId) => Guid.TryParseExact(templateId, "D", out var uuid) ? uuid : Guid.Empty;

    private static ContextTemplate Read(NpgsqlDataReader r) => new()
    {
        Uuid = r.GetGuid(0),
        TemplateId = r.GetString(1),
        Name = r.Text(2),
        Template = r.GetString(3),
        CreatedAt = r.Instant(4),
    };
}
