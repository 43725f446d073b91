using System.CommandLine;

namespace Orleans.Batch.Loading;

/// <summary>The <c>export</c> command.</summary>
internal static class ExportCommand
{
    private static readonly Argument<FileInfo> Target = new("file") { Description = "Where to; gzip where the name ends in .gz" };

    private static readonly Option<string[]> Graphs = Named("--graph", "Only this graph; may be given again");

    private static readonly Option<string[]> Users = Named("--user", "Only this user's graph and threads; may be given again");

    /// <summary>Creates the command. Exit codes: 0 all exported, 1 some cannot be items, 2 could not run.</summary>
    public static Command Create(ApiOptions api)
    {
        var command = new Command("export", "Writes a project's graphs, users and threads as a file that load takes")
        {
            Target, Graphs, Users, api.Url, api.Key,
        };
        command.SetAction((parsed, cancel) =>
        {
            var console = LoadConsole.Create();
            return FileCommand.RunAsync(console, "", () => RunAsync(parsed), cancel);

            Task<int> RunAsync(ParseResult given) =>
                new FileExport(console, TimeProvider.System, new LoadLimits()).RunAsync(
                    new(
                        given.GetRequiredValue(Target).FullName,
                        api.Read(given),
                        given.GetValue(Graphs) ?? [],
                        given.GetValue(Users) ?? []),
                    cancel);
        });
        return command;
    }

    private static Option<string[]> Named(string name, string description) =>
        new(name) { Description = description, HelpName = "ID", AllowMultipleArgumentsPerToken = false };
}
