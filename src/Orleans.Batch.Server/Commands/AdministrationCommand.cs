using System.CommandLine;
using Orleans.Batch.Server.Databases;
using Orleans.Batch.Server.Serving;

namespace Orleans.Batch.Server.Commands;

/// <summary>Runs one administrative action on the database, beside a running server or without one.</summary>
internal static class AdministrationCommand
{
    public static Task<int> RunAsync(
        ParseResult parsed, Func<IProjectAdministration, CancellationToken, Task> act) =>
        CommandBoundary.RunAsync(async stop =>
        {
            using var logging = ServerLogging.CreateForCommands();
            await using var database = await ServerDatabase.JoinAsync(SharedOptions.Settings(parsed), logging, stop);
            await using var services = Composition.Administration(database.ConnectionString);
            await act(services.GetRequiredService<IProjectAdministration>(), stop);
            return ExitCodes.Success;
        });
}
