using System.CommandLine;
using System.Globalization;

namespace Orleans.Batch.Loading;

/// <summary>The options of an import. A combination that makes no sense is refused before anything is read.</summary>
internal static class ImportOptions
{
    private static readonly Option<string?> From = new("--from")
    {
        Description = "The format to import; else the file is a load file. One of " + string.Join(", ", ImportFormats.All.Select(f => f.Name)),
        HelpName = "FORMAT",
    };

    private static readonly Option<string?> User = new("--user") { Description = "Import: the user whose memory it becomes; created if needed", HelpName = "ID" };

    private static readonly Option<string?> Graph = new("--graph") { Description = "Import: the graph that takes it; created if needed", HelpName = "ID" };

    private static readonly Option<string[]> Map = new("--map") { Description = "Import of csv and json: the column or path of a field; repeatable", HelpName = "FIELD=COLUMN" };

    private static readonly Option<string[]> Set = new("--set") { Description = "Import of csv and json: a field's value in every row; repeatable", HelpName = "FIELD=VALUE" };

    private static readonly Option<string?> Items = new("--items") { Description = "Import of json: the path of the array in the document", HelpName = "PATH" };

    private static readonly Option<string?> DateFormat = new("--date-format")
    {
        Description = "Import: how dates are written, such as \"dd.MM.yyyy HH:mm\", unix or unix-ms; for whatsapp dmy, mdy or ymd",
        HelpName = "FORMAT",
    };

    private static readonly Option<string?> TimeZone = new("--time-zone") { Description = "Import: the zone of dates without an offset; else UTC", HelpName = "Europe/Berlin" };

    private static readonly Option<bool> Private = new("--include-private") { Description = "Import of slack: private channels and direct messages too" };

    private static readonly Option<string?> FromKey = new("--from-key") { Description = "Import of zep: the API key of the project to read; else ZEP_SOURCE_KEY", HelpName = "KEY" };

    private static readonly Option<int> ChunkSize = new("--chunk-size")
    {
        Description = $"Import: the characters above which a text is cut; at most {Limits.MessageLength:N0} count for messages",
        DefaultValueFactory = _ => ImportSettings.DefaultChunkSize,
        HelpName = "N",
    };

    private static readonly Option<int> ChunkOverlap = new("--chunk-overlap")
    {
        Description = "Import: the characters that a piece repeats of the one before it",
        DefaultValueFactory = _ => ImportSettings.DefaultChunkOverlap,
        HelpName = "N",
    };

    private static readonly Option[] OfFormats = [User, Graph, Map, Set, Items, DateFormat, TimeZone, Private, FromKey];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Option> All => [From, .. OfFormats, ChunkSize, ChunkOverlap];

    /// <summary>Reads them from the command line; null when the file is a load file.</summary>
    /// <exception cref="LoadException">They are not a sensible combination.</exception>
    public static ImportSettings? Read(ParseResult parsed)
    {
        var given = All.Where(o => parsed.GetResult(o) is { Implicit: false }).Select(o => o.Name).ToList();
        if (parsed.GetValue(From) is not { } name)
        {
            return given.Count == 0 ? null : throw new LoadException($"{given[0]} is an option of imports: name the format with --from ({Names}).");
        }

        var format = ImportFormats.Find(name) ?? throw new LoadException($"--from {name} is not known; the formats are {Names}.");
        if (OfFormats.FirstOrDefault(o => given.Contains(o.Name) && !format.Options.Contains(o.Name)) is { } stray)
        {
            var takes = format.Options.Length > 0 ? string.Join(", ", format.Options) : "no options of its own";
            throw new LoadException($"{stray.Name} has no meaning for --from {name}, which takes {takes}.");
        }

        return Checked(format, new ImportSettings(name)
        {
            User = parsed.GetValue(User),
            Graph = parsed.GetValue(Graph),
            Map = Pairs(Map.Name, parsed.GetValue(Map) ?? []),
            Set = Pairs(Set.Name, parsed.GetValue(Set) ?? []),
            Items = parsed.GetValue(Items),
            DateFormat = parsed.GetValue(DateFormat),
            Zone = Zone(parsed.GetValue(TimeZone)),
            ChunkSize = parsed.GetValue(ChunkSize),
            ChunkOverlap = parsed.GetValue(ChunkOverlap),
            Private = parsed.GetValue(Private),
            SourceKey = parsed.GetValue(FromKey) ?? Environment.GetEnvironmentVariable("ZEP_SOURCE_KEY"),
        });
    }

    private static string Names => string.Join(", ", ImportFormats.All.Select(f => f.Name));

    private static ImportSettings Checked(ImportFormat format, ImportSettings settings)
    {
        foreach (var (id, option) in new[] { (settings.User, "--user"), (settings.Graph, "--graph") })
        {
            var problems = new ProblemList();
            TextRules.CheckId(id, null, option, problems);
            if (problems.Count > 0)
            {
                throw new LoadException(problems.Listed[0].Message + ".");
            }
        }

        return format.NeedsUser && settings.User is null
                ? throw new LoadException($"--from {format.Name} needs --user ID: the user whose memory the conversations become.")
            : settings is { User: not null, Graph: not null }
                ? throw new LoadException("Give --user or --graph, not both: a user has a graph of their own.")
            : settings.ChunkSize < ImportSettings.LeastChunkSize || settings.ChunkSize > Limits.DataLength
                ? throw new LoadException(string.Create(
                    CultureInfo.InvariantCulture, $"--chunk-size must be from {ImportSettings.LeastChunkSize} to {Limits.DataLength}."))
            : settings.ChunkOverlap < 0 || settings.ChunkOverlap > settings.ChunkSize / 2
                ? throw new LoadException("--chunk-overlap must be from 0 to half of --chunk-size.")
            : settings;
    }

    private static Dictionary<string, string> Pairs(string option, string[] given)
    {
        var pairs = new Dictionary<string, string>();
        foreach (var one in given)
        {
            var at = one.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0 || at == one.Length - 1)
            {
                throw new LoadException($"{option} \"{one}\" must be written FIELD={(option == Map.Name ? "COLUMN" : "VALUE")}, such as {option} content=Message.");
            }

            if (!pairs.TryAdd(one[..at].Trim(), one[(at + 1)..]))
            {
                throw new LoadException($"{option} names {one[..at]} twice.");
            }
        }

        return pairs;
    }

    private static TimeZoneInfo Zone(string? name)
    {
        try
        {
            return name is null ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(name);
        }
        catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException or System.Security.SecurityException)
        {
            throw new LoadException($"--time-zone {name} is not known here; use a name such as Europe/Berlin or UTC.", e);
        }
    }
}
