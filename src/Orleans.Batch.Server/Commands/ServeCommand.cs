using System.CommandLine;
using Orleans.Batch.Server.Serving;
using Spectre.Console;

namespace Orleans.Batch.Server.Commands;

/// <summary>The default command: serves until it is told to end.</summary>
internal static class ServeCommand
{
    public static readonly Option<string?> Urls = new("--urls")
    {
        Description = $"Where to listen, separated by semicolons. Default: {ServerSettings.DefaultUrls}",
        HelpName = "URL",
    };

    public static Task<int> RunAsync(ParseResult parsed, CancellationToken _) =>
        CommandBoundary.RunAsync(async stop =>
        {
            var settings = SharedOptions.Settings(parsed);
            settings = settings with { Urls = parsed.GetValue(Urls) ?? settings.Urls };
            await using var server = await BatchServer.StartAsync(settings, stop);
            Banner.Write(AnsiConsole.Console, settings, server);
            await server.WaitForStopAsync(stop);
            return ExitCodes.Success;
        });
}
