using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Projects;

public sealed partial class ProjectStore
{
    private const string SelectKeys =
        """
        SELECT k.key_id, k.project_key, p.name, k.prefix, k.created_at, k.revoked_at
        FROM api_key k JOIN project p USING (project_key)
        """;

    /// <inheritdoc/>
    public async ValueTask<NewApiKey> CreateKeyAsync(string projectName, CancellationToken cancellationToken)
    {
        var created = await database.WriteAsync(
            async connection =>
            {
                var project = await LockProjectAsync(connection, projectName, cancellationToken);
                return await InsertKeyAsync(connection, project, KeySecret.New(), cancellationToken);
            },
            cancellationToken);
        cache.Forget();
        return created;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ApiKey>> ListKeysAsync(string? projectName, CancellationToken cancellationToken) =>
        database.Requests.TransactAsync<IReadOnlyList<ApiKey>>(
            async connection =>
            {
                var project = projectName is null
                    ? null
                    : await connection.Statement(SelectProject, projectName).RowAsync(ReadProject, cancellationToken)
                        ?? throw BatchServiceException.NotFound("project", projectName);
                return await connection
                    .Statement(
                        SelectKeys + " WHERE k.project_key = $1 OR $1 IS NULL ORDER BY k.created_at, k.key_id",
                        project?.Id.Value)
                    .RowsAsync(ReadKey, cancellationToken);
            },
            cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<ApiKey> RevokeKeyAsync(string keyIdOrPrefix, CancellationToken cancellationToken)
    {
        var revoked = await database.WriteAsync(
            async connection =>
            {
                var key = await FindKeyAsync(connection, keyIdOrPrefix, cancellationToken);
                var at = await connection
                    .Statement(
                        "UPDATE api_key SET revoked_at = coalesce(revoked_at, sql_now()) WHERE key_id = $1 RETURNING revoked_at",
                        key.KeyId)
                    .RowAsync(r => r.Instant(0), cancellationToken);
                return key with { RevokedAt = at };
            },
            cancellationToken);
        cache.Forget();
        return revoked;
    }

    private static async ValueTask<ApiKey> FindKeyAsync(
        WriteTransaction connection, string keyIdOrPrefix, CancellationToken cancellationToken)
    {
        var found = Guid.TryParse(keyIdOrPrefix, out var id)
            ? await connection.Statement(SelectKeys + " WHERE k.key_id = $1", id).RowsAsync(ReadKey, cancellationToken)
            : await connection.Statement(SelectKeys + " WHERE k.prefix = $1", keyIdOrPrefix).RowsAsync(ReadKey, cancellationToken);
        var live = found.Where(k => k.RevokedAt is null).ToList();
        return (found.Count, live.Count) switch
        {
            (0, _) => throw BatchServiceException.NotFound("key", keyIdOrPrefix),
            (1, _) => found[0],
            (_, 1) => live[0],
            _ => throw BatchServiceException.Conflict(
                ErrorCodes.InvalidRequest,
                $"several keys begin with {keyIdOrPrefix}: name one by its id: {string.Join(", ", found.Select(k => k.KeyId))}"),
        };
    }

    private static async ValueTask<NewApiKey> InsertKeyAsync(
        NpgsqlConnection connection, Project project, string secret, CancellationToken cancellationToken)
    {
        if (await CountLiveKeysAsync(connection, project, cancellationToken) >= MaxLiveKeys)
        {
            throw BatchServiceException.Conflict(
                ErrorCodes.TooManyKeys,
                $"project {project.Name} has {MaxLiveKeys} live keys already; revoke one first (keys list, keys revoke)");
        }

        var id = Guid.CreateVersion7();
        var prefix = KeySecret.Prefix(secret);
        var createdAt = await connection
            .Statement(
                "INSERT INTO api_key (key_id, project_key, secret_hash, prefix) VALUES ($1, $2, $3, $4) RETURNING created_at",
                id, project.Id.Value, KeySecret.Hash(secret), prefix)
            .RowAsync(r => r.Instant(0), cancellationToken);
        return new NewApiKey(new ApiKey(id, project.Id, project.Name, prefix, createdAt, null), secret);
    }

    private static ValueTask<long> CountLiveKeysAsync(
        NpgsqlConnection connection, Project project, CancellationToken cancellationToken) =>
        connection
            .Statement("SELECT count(*) FROM api_key WHERE project_key = $1 AND revoked_at IS NULL", project.Id.Value)
            .RowAsync(r => r.GetInt64(0), cancellationToken);

    private static ApiKey ReadKey(NpgsqlDataReader r) =>
        new(r.GetGuid(0), new ProjectId(r.GetInt64(1)), r.GetString(2), r.GetString(3), r.Instant(4), r.Maybe<DateTimeOffset>(5));
}
