using System.CommandLine;
using Orleans.Batch.Loading;
using Orleans.Batch.Server.Commands;
using Orleans.Batch.Server.Serving;
using Spectre.Console;

namespace Orleans.Batch.Server.Demo;

/// <summary>The <c>demo</c> command: starts a server, loads a history, and then serves.</summary>
internal static class DemoCommand
{
    private const string LogLevel = "Logging__LogLevel__Default";

    private static readonly DemoOptions Default = new();

    private static readonly Option<bool> Exit = new("--exit") { Description = "Exits when everything is loaded" };

    private static readonly Option<int> Items = Size("--items", "Items in all", Default.Items);

    private static readonly Option<int> Graphs = Size("--graphs", "Graphs in all: accounts and users", Default.Graphs);

    private static readonly Option<int> Seed = new("--seed")
    {
        Description = "The same seed makes the same history",
        DefaultValueFactory = _ => Default.Seed,
        HelpName = "NUMBER",
    };

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var command = new Command("demo", "Starts a server, loads a made-up support history into it, and stays up") 
        {
            ServeCommand.Urls, Exit, Items, Graphs, Seed,
        };
        command.SetAction((parsed, _) => CommandBoundary.RunAsync(stop => RunAsync(parsed, stop)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var settings = SharedOptions.Settings(parsed);
        settings = settings with { Urls = parsed.GetValue(ServeCommand.Urls) ?? settings.Urls };
        var console = LoadConsole.Create();
        if (console.Profile.Out.IsTerminal && Environment.GetEnvironmentVariable(LogLevel) is null)
        {
            // Log lines would break the progress bars.
            Environment.SetEnvironmentVariable(LogLevel, "Warning");
        }

        await using var server = await BatchServer.StartAsync(settings, stop);
        Banner.Write(console, settings, server);
        var url = Banner.Reachable(server.Urls.First());
        var key = server.Key.Secret ?? throw new ServerRefusalException(
            ExitCodes.BadSetting, "The demo needs the server's API key, of which only a hash is kept here. Set BATCH_API_KEY to a live one.");

        var options = new DemoOptions(parsed.GetValue(Items), parsed.GetValue(Graphs), parsed.GetValue(Seed));
        var allIn = await LoadAsync(new DemoRun(console, TimeProvider.System, new LoadLimits()), options, new ApiTarget(new Uri(url), key), stop);
        if (parsed.GetValue(Exit))
        {
            return allIn ? ExitCodes.Success : ExitCodes.Fault;
        }

        console.WriteLine("The server stays up until you stop it with Ctrl+C.");
        console.WriteLine($"  URL      {url}/api/v2");
        console.WriteLine($"  API key  {key}");
        await server.WaitForStopAsync(stop);
        return ExitCodes.Success;
    }

    private static async Task<bool> LoadAsync(DemoRun run, DemoOptions options, ApiTarget server, CancellationToken stop)
    {
        try
        {
            return await run.RunAsync(options, server, stop);
        }
        catch (LoadException e)
        {
            throw new ServerRefusalException(ExitCodes.Fault, e.Message, e);
        }
    }

    private static Option<int> Size(string name, string description, int normally)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => normally, HelpName = "NUMBER" };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError($"{name} must be at least 1.");
            }
        });
        return option;
    }
}
