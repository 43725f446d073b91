using System.CommandLine;
using Orleans.Batch.Server.Serving;
using Orleans.Batch.Server.Settings;
using Spectre.Console;

namespace Orleans.Batch.Server.Commands;

/// <summary>The default command: serves until it is stopped.</summary>
internal static class ServeCommand
{
    public static readonly Option<string?> Urls = new("--urls")
    {
        Description = $"Where to listen, separated by semicolons. Default: {ServerSettings.DefaultUrls}",
        HelpName = "URL",
    };

    public static readonly Option<string?> Roles = new("--roles")
    {
        Description = "What this process of a cluster does: gateway, batch, realtime, or several, separated by commas. Needs "
            + "ConnectionStrings__Batch. Default: all",
        HelpName = "ROLES",
    };

    public static readonly Option<string?> ClusterAddress = new("--cluster-address")
    {
        Description = "Makes the process a member of a cluster, which the others reach there: an IP address of this machine, or auto, "
            + "and a port after a colon (default 11111). Needs ConnectionStrings__Batch",
        HelpName = "ADDRESS",
    };

    public static Task<int> RunAsync(ParseResult parsed, CancellationToken _) =>
        CommandBoundary.RunAsync(async stop =>
        {
            var settings = SharedOptions.Settings(parsed);
            settings = settings with
            {
                Urls = parsed.GetValue(Urls) ?? settings.Urls,
                Roles = parsed.GetValue(Roles),
                ClusterAddress = parsed.GetValue(ClusterAddress),
            };
            await using var server = await BatchServer.StartAsync(settings, stop);
            Banner.Write(AnsiConsole.Console, settings, server);
            await server.WaitForStopAsync(stop);
            return ExitCodes.Success;
        });
}
