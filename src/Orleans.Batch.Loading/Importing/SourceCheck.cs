namespace Orleans.Batch.Loading;

/// <summary>Checks a source before anything is read or sent.</summary>
internal static class SourceCheck
{
    private static readonly string[] FolderFormats = ["markdown", "slack", "email", "chatgpt", "claude"];

    /// <summary>Checks the source of a load or an import.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="import">The import; null for a load file.</param>
    /// <exception cref="LoadException">It cannot be the source; the message says what to do.</exception>
    public static void Require(string path, ImportSettings? import)
    {
        if (Directory.Exists(path))
        {
            RequireFolder(path, import);
            return;
        }

        if (!File.Exists(path))
        {
            throw new LoadException($"There is no file {path}.");
        }

        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (file.Length == 0)
            {
                throw new LoadException($"{path} is empty: there is nothing to load.");
            }
        }
        catch (UnauthorizedAccessException e)
        {
            throw new LoadException($"{path} cannot be read: this user has no permission to.", e);
        }

        if (import is null && SourceGuess.Problem(path) is { } problem)
        {
            throw new LoadException(problem);
        }
    }

    private static void RequireFolder(string path, ImportSettings? import)
    {
        if (import is null)
        {
            throw new LoadException(
                $"{path} is a folder, and a load file is a file. To import it, say what it holds: "
                + string.Join(", ", FolderFormats.Select(f => $"--from {f}")) + ".");
        }

        if (ImportFormats.Find(import.Format) is { IsOneFile: true })
        {
            throw new LoadException($"{path} is a folder; --from {import.Format} takes one file.");
        }

        try
        {
            if (!Directory.EnumerateFileSystemEntries(path).Any())
            {
                throw new LoadException($"{path} is empty: there is nothing to load.");
            }
        }
        catch (UnauthorizedAccessException e)
        {
            throw new LoadException($"{path} cannot be read: this user has no permission to.", e);
        }
    }
}
