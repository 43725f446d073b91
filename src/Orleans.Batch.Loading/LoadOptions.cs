namespace Orleans.Batch.Loading;

/// <summary>The command line's options of a load.</summary>
/// <param name="File">The file.</param>
/// <param name="Server">The target server.</param>
/// <param name="Receipt">The file for the JSON receipt, or null.</param>
/// <param name="PauseWhenFull">Whether to wait without a limit for a server that can accept nothing more.</param>
internal sealed record LoadOptions(string File, ApiTarget Server, string? Receipt = null, bool PauseWhenFull = false)
{
    /// <summary>What is extracted from the items.</summary>
    public LoadExtraction Extraction { get; init; } = new();

    /// <summary>How the file, or folder, is imported; null for a load file.</summary>
    public ImportSettings? Import { get; init; }

    /// <summary>The name of the import on the server; null: the file's.</summary>
    public string? Name { get; init; }

    /// <summary>Hours of each day in which the server processes nothing of it; null: as the server has them.</summary>
    public QuietHours? QuietHours { get; init; }

    /// <summary>The import on the server.</summary>
    public ImportDescription Described => new(Name ?? Source ?? Path.GetFileName(File), QuietHours);

    /// <summary>Of an import from a server, its address.</summary>
    public string? Source { get; init; }
}
