using System.Security.Cryptography;
using Orleans.Batch.Grouping;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Projects;

/// <summary>
/// Finds keys by the hash of their secret, through a cache of five seconds. Concurrent look-ups share
/// one statement, so that a flood of wrong keys takes one connection and does not delay others.
/// </summary>
public sealed class ProjectAuthenticator : IProjectAuthenticator, IAsyncDisposable
{
    private const int KeysAtATime = 500;

    private const string Select = "SELECT project_key, secret_hash FROM api_key WHERE secret_hash = ANY($1) AND revoked_at IS NULL";

    private readonly Database _database;
    private readonly KeyCache _cache;
    private readonly RequestBatcher<byte[], ProjectId?> _lookups;

    /// <summary>Starts no look-up.</summary>
    /// <param name="database">The database of the keys.</param>
    /// <param name="cache">Recent answers.</param>
    public ProjectAuthenticator(Database database, KeyCache cache)
    {
        (_database, _cache) = (database, cache);
        _lookups = new(
            new WeightedQueue<byte[], ProjectId?>(KeysAtATime), FindAsync, StoreFaults.TranslateTo("keys cannot be looked up now"));
    }

    /// <inheritdoc/>
    public async ValueTask<ProjectId?> AuthenticateAsync(string secret, CancellationToken cancellationToken)
    {
        if (secret.Length is 0 or > KeySecret.MaxLength)
        {
            return null;
        }

        var hash = KeySecret.Hash(secret);
        var name = Convert.ToBase64String(hash);
        if (_cache.TryGet(name, out var project))
        {
            return project;
        }

        var generation = _cache.Generation;
        project = await ServiceGuard.RunAsync(
            async () => await _lookups.AskAsync(hash, cancellationToken).AsTask().WaitAsync(cancellationToken));
        _cache.Add(name, project, generation);
        return project;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _lookups.DisposeAsync();

    private async ValueTask<IReadOnlyList<BatchedResult<ProjectId?>>> FindAsync(
        IReadOnlyList<byte[]> hashes, int loop, CancellationToken cancellationToken)
    {
        var found = await StoreFaults.Translate(() => _database.Requests.Statement(Select, (object)hashes.ToArray())
            .RowsAsync(r => (Project: r.GetInt64(0), Hash: r.GetFieldValue<byte[]>(1)), cancellationToken));
        return [.. hashes.Select(hash => new BatchedResult<ProjectId?>(ProjectOf(hash, found)))];
    }

    // Each in constant time: the duration does not reveal how much of a hash was right.
    private static ProjectId? ProjectOf(byte[] hash, List<(long Project, byte[] Hash)> found)
    {
        ProjectId? project = null;
        foreach (var key in found)
        {
            if (CryptographicOperations.FixedTimeEquals(key.Hash, hash))
            {
                project = new ProjectId(key.Project);
            }
        }

        return project;
    }
}
