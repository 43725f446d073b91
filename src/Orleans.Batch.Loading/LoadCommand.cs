using System.CommandLine;

namespace Orleans.Batch.Loading;

/// <summary>The <c>load</c> command.</summary>
internal static class LoadCommand
{
    private static readonly Argument<string> Source = new("file")
    {
        Description = "Newline-delimited JSON or CSV (by its name: .csv), plain or gzip; with --from a file, folder or zip of that format",
    };

    private static readonly Option<FileInfo?> Receipt = new("--receipt") { Description = "Writes the receipt as JSON", HelpName = "FILE" };

    private static readonly Option<string?> Name = new("--name")
    {
        Description = "The import's name on the server; else the file's name",
        HelpName = "NAME",
    };

    private static readonly Option<QuietHours?> Quiet = QuietHoursOption.Create();

    private static readonly Option<bool> PauseWhenFull = new("--pause-when-full")
    {
        Description = "Waits without an end for a server that can take nothing now (503, 429: full disk, too much to do); "
            + "else for five minutes a call",
    };

    private static readonly Option<bool> DryRunOnly = new("--dry-run")
    {
        Description = "Reads everything, asks the server for the destinations, sends nothing: counts, problems, time",
    };

    /// <summary>Creates the command. Exit codes: 0 all loaded, 1 some rejected or failed, 2 could not run.</summary>
    public static Command Create(ApiOptions api)
    {
        var command = new Command("load", "Loads a file of batch items through the HTTP API")
        {
            Source, api.Url, api.Key, Name, Quiet, Receipt, DryRunOnly, PauseWhenFull,
        };
        foreach (var option in ImportOptions.All.Concat(ExtractionOptions.All))
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, cancel) =>
        {
            var console = LoadConsole.Create();
            return FileCommand.RunAsync(console, "", () => RunAsync(parsed, cancel), cancel);

            Task<int> RunAsync(ParseResult given, CancellationToken stop)
            {
                var source = given.GetRequiredValue(Source);
                var import = ImportOptions.Read(given);
                var url = import is null ? null : ImportFormats.Url(import, source);
                var options = new LoadOptions(
                    Path.GetFullPath(url?.Host ?? source),
                    api.Read(given),
                    given.GetValue(Receipt)?.FullName,
                    given.GetValue(PauseWhenFull))
                {
                    Extraction = ExtractionOptions.Read(given),
                    Import = import,
                    Source = url?.ToString(),
                    Name = given.GetValue(Name),
                    QuietHours = given.GetValue(Quiet),
                };
                return given.GetValue(DryRunOnly)
                    ? new DryRun(console, TimeProvider.System, new LoadLimits()).RunAsync(options, stop)
                    : new FileLoad(console, TimeProvider.System, new LoadLimits()).RunAsync(options, stop);
            }
        });
        return command;
    }
}
