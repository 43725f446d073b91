namespace Orleans.Batch.Loading;

/// <summary>A format that can be imported.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Description">What it is.</param>
/// <param name="Options">The options that it takes, besides those of pieces of text.</param>
/// <param name="Create">Creates the importer.</param>
internal sealed record ImportFormat(string Name, string Description, string[] Options, Func<ImportSettings, IImporter> Create)
{
    /// <summary>Whether the content needs a user.</summary>
    public bool NeedsUser { get; init; }

    /// <summary>Whether the source is one file, and cannot be a folder.</summary>
    public bool IsOneFile { get; init; }

    /// <summary>Whether the source is another server instead of files.</summary>
    public bool IsRemote { get; init; }
}

/// <summary>The formats that can be imported.</summary>
internal static class ImportFormats
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ImportFormat> All { get; } =
    [
        new("chatgpt", "an export of ChatGPT: the zip, its folder, or conversations.json", ["--user"], s => new ChatGptImporter(s)) { NeedsUser = true },
        new("claude", "an export of Claude: the zip, its folder, or conversations.json", ["--user"], s => new ClaudeImporter(s)) { NeedsUser = true },
        new("slack", "an export of Slack: the zip or its folder", ["--graph", "--user", "--include-private"], s => new SlackImporter(s)),
        new("email", "mail: .mbox, .eml, or a folder or zip of them", ["--graph", "--user"], s => new EmailImporter(s)),
        new("whatsapp", "an exported chat: the text or zip", ["--graph", "--user", "--date-format", "--time-zone"], s => new WhatsAppImporter(s)),
        new("markdown", "a folder, zip or file of Markdown", ["--graph", "--user", "--date-format", "--time-zone"], s => new MarkdownImporter(s)),
        new("csv", "any CSV with a header", ["--map", "--set", "--graph", "--user", "--date-format", "--time-zone"], s => new CsvImporter(s)) { IsOneFile = true },
        new("json", "any JSON array of objects, or one object a line", ["--map", "--set", "--items", "--graph", "--user", "--date-format", "--time-zone"], s => new JsonImporter(s)) { IsOneFile = true },
        new("graphiti", "a dump of a Graphiti graph as JSON", ["--graph"], s => new GraphitiImporter(s)),
        new("zep", "a project of Zep, by the address of its API", ["--from-key"], s => new ZepImporter(s)) { IsRemote = true },
    ];

    /// <summary>The format of this name; null when there is none.</summary>
    public static ImportFormat? Find(string name) => All.FirstOrDefault(f => f.Name == name);

    /// <summary>The address of a source that is a server; null when it is a file or folder.</summary>
    /// <exception cref="LoadException">It must be an address, and is none.</exception>
    public static Uri? Url(ImportSettings settings, string source) =>
        Find(settings.Format) is not { IsRemote: true } ? null
        : Uri.TryCreate(source, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url
        : throw new LoadException($"--from {settings.Format} reads from a server: give its address, such as https://api.getzep.com, instead of {source}.");
}
