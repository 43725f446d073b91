using System.Security.Cryptography;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Projects;

/// <summary>Finds keys by the hash of their secret, through a cache of five seconds.</summary>
/// <param name="database">Where keys lie.</param>
/// <param name="cache">What was found a moment ago.</param>
public sealed class ProjectAuthenticator(Database database, KeyCache cache) : IProjectAuthenticator
{
    private const string Select = "SELECT project_key, secret_hash FROM api_key WHERE secret_hash = $1 AND revoked_at IS NULL";

    /// <inheritdoc/>
    public async ValueTask<ProjectId?> AuthenticateAsync(string secret, CancellationToken cancellationToken)
    {
        if (secret.Length is 0 or > KeySecret.MaxLength)
        {
            return null;
        }

        var hash = KeySecret.Hash(secret);
        var name = Convert.ToBase64String(hash);
        if (cache.TryGet(name, out var project))
        {
            return project;
        }

        var generation = cache.Generation;
        project = await ServiceGuard.RunAsync(() => StoreFaults.Translate(() => FindAsync(hash, cancellationToken)));
        cache.Add(name, project, generation);
        return project;
    }

    private async ValueTask<ProjectId?> FindAsync(byte[] hash, CancellationToken cancellationToken)
    {
        var found = await database.Requests.Statement(Select, hash).RowAsync(
            r => (Project: r.GetInt64(0), Hash: r.GetFieldValue<byte[]>(1)), cancellationToken);
        return found.Hash is not null && CryptographicOperations.FixedTimeEquals(found.Hash, hash)
            ? new ProjectId(found.Project)
            : null;
    }
}
