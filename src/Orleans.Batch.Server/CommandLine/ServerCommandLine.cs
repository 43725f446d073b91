using System.CommandLine;
using Orleans.Batch.Loading;
using Orleans.Batch.Loading.Undoing;
using Orleans.Batch.Loading.Verifying;
using Orleans.Batch.Server.Backups;
using Orleans.Batch.Server.Commands;
using Orleans.Batch.Server.Demo;
using Orleans.Batch.Server.Keys;
using Orleans.Batch.Server.Settings;

namespace Orleans.Batch.Server.CommandLine;

/// <summary>The commands of the executable; without one it serves.</summary>
internal static class ServerCommandLine
{
    private static readonly ApiOptions Api = new(
        ServerSettings.DefaultUrls, static parsed => FirstKey.KeptIn(SharedOptions.Settings(parsed).DataDirectory));

    private static readonly List<Command> FileCommands =
        [LoadCommand.Create(Api), UndoCommand.Create(Api), VerifyCommand.Create(Api), ExportCommand.Create(Api)];

    public static async Task<int> RunAsync(string[] arguments)
    {
        var parsed = Create().Parse(arguments);
        var code = await parsed.InvokeAsync(new InvocationConfiguration
        {
            // Commands that need the database handle signals themselves: a clean end may take ten seconds.
            ProcessTerminationTimeout = FileCommands.Contains(parsed.CommandResult.Command) ? TimeSpan.FromSeconds(5) : null,
            EnableDefaultExceptionHandler = false,
        });
        return parsed.Errors.Count > 0 ? ExitCodes.BadSetting : code;
    }

    private static RootCommand Create()
    {
        var root = new RootCommand(
            "Loads large datasets into agent memory: a self-hosted server for Zep's Batch API.\n\n" +
            "Without a command it serves, on " + ServerSettings.DefaultUrls + " and a private PostgreSQL.\n\n" +
            "Environment:\n" +
            "  ConnectionStrings__Batch     a PostgreSQL of your own instead of the private one\n" +
            "  BATCH_API_KEY                the first project's API key, 16 characters or more\n" +
            "  BATCH_OPERATOR_SECRET        what opens the Orleans Dashboard at /ops, 16 characters or more\n" +
            "  OTEL_EXPORTER_OTLP_ENDPOINT  where traces, metrics and logs go; OpenTelemetry's other variables hold too\n" +
            "  Telemetry__Prometheus        true for metrics at /metrics, which needs no key\n\n" +
            ExitCodes.Explained)
        {
            SharedOptions.DataDirectory,
            SharedOptions.PostgresBinaries,
            SharedOptions.InstallPostgres,
            ServeCommand.Urls,
            ServeCommand.Roles,
            ServeCommand.ClusterAddress,
            KeysCommand.Create(),
            ProjectsCommand.Create(),
            ModelsCommand.Create(),
            BackupCommand.Create(),
            RestoreCommand.Create(),
            DemoCommand.Create(),
        };
        FileCommands.ForEach(root.Add);
        root.SetAction(ServeCommand.RunAsync);
        return root;
    }
}
