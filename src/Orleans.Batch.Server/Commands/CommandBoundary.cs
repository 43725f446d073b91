using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Batch.Cluster;
using Orleans.Batch.Grains.Settings;
using Orleans.Batch.LocalPostgres;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.Server.Commands;

/// <summary>Runs a command in the process: signals cancel it, refusals become exit codes.</summary>
internal static class CommandBoundary
{
    public static async Task<int> RunAsync(Func<CancellationToken, Task<int>> command)
    {
        using var signalled = new CancellationTokenSource();
        var interrupted = ExitCodes.Interrupted;
        void Cancel(PosixSignalContext context)
        {
            context.Cancel = true; // the process ends gracefully, not at once
            interrupted = context.Signal == PosixSignal.SIGTERM ? ExitCodes.Terminated : ExitCodes.Interrupted;
            signalled.Cancel();
        }

        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
        try
        {
            return await command(signalled.Token);
        }
        catch (OperationCanceledException) when (signalled.IsCancellationRequested)
        {
            return interrupted;
        }
        catch (Exception e) when (ExitCodeOf(e) is not null)
        {
            await Console.Error.WriteLineAsync($"error: {e.Message}");
            return ExitCodeOf(e)!.Value;
        }
        catch (Exception e)
        {
            // The runtime would abort and write a core dump.
            await Console.Error.WriteLineAsync($"unexpected fault: {e}");
            return ExitCodes.Fault;
        }
    }

    private static int? ExitCodeOf(Exception e) => e switch
    {
        ServerRefusalException refusal => refusal.ExitCode,
        DatabaseRefusedException { IsSetting: true } => ExitCodes.BadSetting,
        ClusterSettingsException { IsAddress: true } => ExitCodes.Address,
        OptionsValidationException or ClusterSettingsException => ExitCodes.BadSetting,
        DataDirectoryInUseException or DatabaseInUseException => ExitCodes.InUse,
        PrivatePostgresException or SchemaMismatchException or DatabaseRefusedException or NpgsqlException or TransientStoreException
            => ExitCodes.Database,
        BatchServiceException => ExitCodes.Refused,
        _ => null,
    };
}
