using System.CommandLine;
using Microsoft.Extensions.Options;
using Orleans.Batch.Extraction;
using Orleans.Batch.Models;

namespace Orleans.Batch.Server.Commands;

/// <summary>models check.</summary>
internal static class ModelsCommand
{
    public static Command Create() =>
        new("models", "Checks the configured models (Models:Profiles), before work depends on them") { Check() };

    private static Command Check()
    {
        var command = new Command("check", "Asks each endpoint for its models and one short answer, which costs some thousand tokens");
        command.SetAction((_, _) => CommandBoundary.RunAsync(async stop =>
        {
            await using var services = Compose();
            var options = services.GetRequiredService<IOptions<ModelOptions>>().Value;
            if (options.Profiles.Count == 0)
            {
                await Console.Out.WriteLineAsync(
                    $"No model is configured. Set {ModelOptions.Section}__Profiles__NAME__Endpoint and …__Model: src/Orleans.Batch.Engine/Models/README.md.");
                return ExitCodes.BadSetting;
            }

            var probe = services.GetRequiredService<IModelProbe>();
            var allWell = true;
            foreach (var (name, profile) in options.Profiles)
            {
                allWell &= await CheckAsync(name, profile, probe, stop);
            }

            return allWell ? ExitCodes.Success : ExitCodes.BadSetting;
        }));
        return command;
    }

    private static async Task<bool> CheckAsync(string name, ModelProfile profile, IModelProbe probe, CancellationToken cancellationToken)
    {
        var found = await probe.ProbeAsync(profile, cancellationToken);
        await Console.Out.WriteLineAsync($"{name}: {found.Error ?? $"{profile.Model} at {profile.Endpoint} answers."}");
        foreach (var note in found.Notes)
        {
            await Console.Out.WriteLineAsync($"  note: {note}");
        }

        return found.Error is null;
    }

    // The settings of the server: its file beside the program, and the environment.
    private static ServiceProvider Compose()
    {
        var settings = new ConfigurationBuilder()
            .SetBasePath(AppContext.BaseDirectory)
            .AddJsonFile("appsettings.json", optional: true)
            .AddEnvironmentVariables()
            .Build();
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(settings)
            .AddLogging()
            .AddModels()
            .AddFactExtraction()
            .BuildServiceProvider();
    }
}
