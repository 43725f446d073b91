using Orleans.Batch.PostgreSql.PrivateInstance;
using Orleans.Batch.PostgreSql.Projects;

namespace Orleans.Batch.Server.Keys;

/// <summary>How the first project's key came to be, for the banner.</summary>
/// <param name="Secret">The key itself, where this process knows it; null where only its hash exists.</param>
/// <param name="File">The file that holds it; null where it came from the environment or is not kept.</param>
/// <param name="MadeNow">Whether it was made by this start, and so is shown.</param>
internal sealed record FirstKey(string? Secret, string? File, bool MadeNow)
{
    /// <summary>Of a process that serves no callers.</summary>
    public static readonly FirstKey None = new(null, null, MadeNow: false);

    /// <summary>Makes sure that some key opens the first project.</summary>
    /// <param name="projects">The projects.</param>
    /// <param name="settings">The key that the operator gave, and the data directory.</param>
    /// <param name="isKept">Whether a key that is made is kept in the data directory; otherwise it is shown once.</param>
    /// <param name="cancellationToken">Breaks it off.</param>
    /// <exception cref="ServerRefusalException">The key given cannot be taken, such as for two live ones already.</exception>
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
            // The file may hold a key that was replaced since; only a live one is worth naming.
            return kept is not null && keys.Any(k => k.RevokedAt is null && kept.StartsWith(k.Prefix, StringComparison.Ordinal))
                ? new FirstKey(kept, file, MadeNow: false)
                : new FirstKey(null, null, MadeNow: false);
        }

        // Written before it is made known to the database, which keeps only a hash: a crash between the two finds the
        // file again. A key that was revoked does not come back that way.
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

    /// <summary>The key that a server on this data directory made and kept; null where there is none to be read.</summary>
    public static string? KeptIn(string dataDirectory)
    {
        try
        {
            return SecretFile.TryRead(FileIn(DataDirectory.At(dataDirectory)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or PrivatePostgresException)
        {
            return null; // another user's server
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
