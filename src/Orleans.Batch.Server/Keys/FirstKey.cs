using Orleans.Batch.LocalPostgres;
using Orleans.Batch.PostgreSql.Projects;
using Orleans.Batch.Server.Settings;

namespace Orleans.Batch.Server.Keys;

/// <summary>The first project's key and its origin, for the banner.</summary>
/// <param name="Secret">The key itself, when this process knows it; null when only its hash exists.</param>
/// <param name="File">The file that holds it; null when it came from the environment or is not kept.</param>
/// <param name="MadeNow">Whether this start created it, and so shows it.</param>
internal sealed record FirstKey(string? Secret, string? File, bool MadeNow)
{
    /// <summary>For a process that serves no callers.</summary>
    public static readonly FirstKey None = new(null, null, MadeNow: false);

    /// <summary>Ensures that a key of the first project exists.</summary>
    /// <param name="projects">The projects.</param>
    /// <param name="settings">The key that the operator gave, and the data directory.</param>
    /// <param name="isKept">Whether a new key is kept in the data directory; otherwise it is shown once.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ServerRefusalException">The given key cannot be added, such as with two live keys already.</exception>
    public static async Task<FirstKey> EnsureAsync(
        IProjectAdministration projects, ServerSettings settings, bool isKept, CancellationToken cancellationToken)
    {
        if (settings.ApiKey is { } given)
        {
            await EnsureAsync(projects, given, cancellationToken);
            return new FirstKey(given, null, MadeNow: false);
        }

        if (!isKept)
        {
            var (_, created) = await projects.EnsureFirstProjectAsync(null, cancellationToken);
            return new FirstKey(created?.Secret, null, MadeNow: created is not null);
        }

        var directory = DataDirectory.At(settings.DataDirectory);
        var file = FileIn(directory);
        var kept = SecretFile.TryRead(file);
        var keys = await ListAsync(projects, cancellationToken);
        if (keys.Any(k => k.RevokedAt is null))
        {
            // The file may hold a key that was replaced since; only a live one is shown.
            return kept is not null && keys.Any(k => k.RevokedAt is null && kept.StartsWith(k.Prefix, StringComparison.Ordinal))
                ? new FirstKey(kept, file, MadeNow: false)
                : new FirstKey(null, null, MadeNow: false);
        }

        // Written before the database, which keeps only a hash, gets it: after a crash between the two, the file is
        // found again. A revoked key is not restored in that way.
        var secret = kept is not null && keys.Count == 0 ? kept : KeySecret.New();
        directory.Create();
        SecretFile.Write(file, secret);
        await projects.EnsureFirstProjectAsync(secret, cancellationToken);
        return new FirstKey(secret, file, MadeNow: true);
    }

    private static async Task EnsureAsync(
        IProjectAdministration projects, string given, CancellationToken cancellationToken)
    {
        try
        {
            await projects.EnsureFirstProjectAsync(given, cancellationToken);
        }
        catch (BatchServiceException e) when (e.Kind != ErrorKind.Unavailable)
        {
            throw new ServerRefusalException(ExitCodes.BadSetting, $"BATCH_API_KEY is refused: {e.Message}", e);
        }
    }

    /// <summary>
    /// The key that a server on this data directory created and kept, null when there is none to read, and its file.
    /// </summary>
    public static (string? Secret, string File) KeptIn(string dataDirectory)
    {
        var file = Path.Combine(Path.GetFullPath(dataDirectory), "secrets", "api-key");
        try
        {
            return (SecretFile.TryRead(FileIn(DataDirectory.At(dataDirectory))), file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or PrivatePostgresException)
        {
            return (null, file); // another user's server
        }
    }

    private static string FileIn(DataDirectory directory) => Path.Combine(directory.Secrets, "api-key");

    private static async Task<IReadOnlyList<ApiKey>> ListAsync(
        IProjectAdministration projects, CancellationToken cancellationToken)
    {
        var first = (await projects.ListProjectsAsync(cancellationToken)).FirstOrDefault(p => p.Name == ProjectStore.FirstProjectName);
        return first is null ? [] : await projects.ListKeysAsync(first.Name, cancellationToken);
    }
}
