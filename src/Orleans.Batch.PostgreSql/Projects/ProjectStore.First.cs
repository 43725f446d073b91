using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Projects;

public sealed partial class ProjectStore
{
    /// <summary>The name of the first project of every installation.</summary>
    public const string FirstProjectName = "default";

    /// <inheritdoc/>
    public async ValueTask<(Project Project, NewApiKey? Created)> EnsureFirstProjectAsync(
        string? secret, CancellationToken cancellationToken)
    {
        if (secret is not null)
        {
            KeySecret.Require(secret);
        }

        var result = await database.WriteAsync(
            async connection =>
            {
                await connection
                    .Statement(InsertProject, Guid.CreateVersion7(), FirstProjectName, (short)Project.DefaultExtraction)
                    .RunAsync(cancellationToken);

                // The lock makes a second server that starts now see the first one's key.
                var project = await LockProjectAsync(connection, FirstProjectName, cancellationToken);
                var serves = secret is null
                    ? await CountLiveKeysAsync(connection, project, cancellationToken) > 0
                    : await OpensAsync(connection, project, secret, cancellationToken);
                return (project, serves
                    ? null
                    : await InsertKeyAsync(connection, project, secret ?? KeySecret.New(), cancellationToken));
            },
            cancellationToken);
        cache.Forget();
        return result;
    }

    private static async ValueTask<bool> OpensAsync(
        NpgsqlConnection connection, Project project, string secret, CancellationToken cancellationToken)
    {
        var key = await connection
            .Statement(SelectKeys + " WHERE k.secret_hash = $1", KeySecret.Hash(secret))
            .RowAsync(ReadKey, cancellationToken);
        return key switch
        {
            null => false,
            { RevokedAt: not null } => throw BatchServiceException.Conflict(
                ErrorCodes.Unauthorized, $"the API key {key.Prefix}… was revoked; choose another"),
            _ when key.Project != project.Id => throw BatchServiceException.Conflict(
                ErrorCodes.AlreadyExists, $"the API key {key.Prefix}… opens project {key.ProjectName} already; choose another"),
            _ => true,
        };
    }
}
