using System.CommandLine;

namespace Orleans.Batch.Loading.Verifying;

/// <summary>The <c>verify</c> command.</summary>
internal static class VerifyCommand
{
    private static readonly Argument<FileInfo> Source = new("file") { Description = "The file that was loaded" };

    /// <summary>Creates the command. Exit codes: 0 all found, 1 some missing, different or doubled, 2 could not run.</summary>
    public static Command Create(ApiOptions api)
    {
        var command = new Command("verify", "Looks for every line of a file in the graphs: there, once, and as it is")
        {
            Source, api.Url, api.Key,
        };
        command.SetAction((parsed, cancel) =>
        {
            var console = LoadConsole.Create();
            return FileCommand.RunAsync(console, "", () => RunAsync(parsed), cancel);

            Task<int> RunAsync(ParseResult given) =>
                new FileVerification(console, TimeProvider.System, new LoadLimits())
                    .RunAsync(given.GetRequiredValue(Source).FullName, api.Read(given), cancel);
        });
        return command;
    }
}
