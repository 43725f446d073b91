using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Orleans.Batch.LocalPostgres;

/// <summary>Starts, awaits and stops one cluster's postmaster through pg_ctl.</summary>
internal sealed partial class PostmasterControl(
    DataDirectory directory,
    PostgresBinaries binaries,
    ProgramUser user,
    InstanceAddress address,
    string password,
    TimeSpan startTimeout,
    ILogger logger,
    TimeProvider clock)
{
    private const int Attempts = 5;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Notice = TimeSpan.FromSeconds(5);

    /// <summary>The process of the postmaster last found running.</summary>
    public int? ProcessId { get; private set; }

    /// <summary>Ensures that the cluster runs with the current settings: adopts a running one, or starts it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var settingsChanged = PostgresConfiguration.Write(directory, address);
        await user.ChangeOwnerAsync(Path.Combine(directory.ClusterPath, "orleans-batch.conf"), cancellationToken);
        LogFiles.Prune(directory);
        if (Postmaster.TryFind(directory) is { } running)
        {
            if (!settingsChanged && await TryAdoptAsync(running, cancellationToken))
            {
                return;
            }

            await StopAsync(startTimeout, cancellationToken);
        }

        await StartAsync(cancellationToken);
    }

    /// <summary>Ends the cluster; a start during its end waits for it.</summary>
    /// <returns>False if it has not ended within the time.</returns>
    public async Task<bool> StopAsync(TimeSpan maxWait, CancellationToken cancellationToken)
    {
        var seconds = Math.Max(1, (int)maxWait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var result = await user.RunAsync(
            [binaries.PgCtl, "stop", "--pgdata", directory.ClusterPath, "--mode", "fast", "--wait", "--timeout", seconds],
            cancellationToken);
        return result.Succeeded || HasEnded();
    }

    private bool HasEnded()
    {
        try
        {
            return Postmaster.TryFind(directory) is null;
        }
        catch (IOException)
        {
            return false; // the state is unknown, so it may still run
        }
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        var unclean = Postmaster.HasFile(directory);
        for (var attempt = 1; ; attempt++)
        {
            foreach (var file in Postmaster.RemoveMisleadingFiles(directory, address))
            {
                LogRemovedMisleadingFile(file);
            }

            var result = await StartOnceAsync(cancellationToken);
            if (result.Succeeded)
            {
                ProcessId = Postmaster.TryFind(directory)?.ProcessId;
                LogStarted(binaries.MajorVersion, ProcessId, directory.ClusterPath);
                return;
            }

            // If the last postmaster ended badly, its backends may live on for a moment and hold its memory.
            if (!unclean || attempt == Attempts)
            {
                throw new PrivatePostgresException(
                    $"PostgreSQL did not start on {directory.ClusterPath}. Its last words:\n" +
                    $"{LogFiles.Tail(directory)}\n{result.Output}\nIts logs are in {directory.Logs}.");
            }

            LogStartFailed(attempt, LogFiles.Tail(directory));
            await Task.Delay(TimeSpan.FromSeconds(attempt), clock, cancellationToken);
        }
    }

    private async Task<ProgramResult> StartOnceAsync(CancellationToken cancellationToken)
    {
        var log = LogFiles.StartLog(directory);
        File.Delete(log);
        var start = user.RunAsync(
            [
                binaries.PgCtl, "start", "--pgdata", directory.ClusterPath, "--log", log, "--wait",
                "--timeout", ((int)startTimeout.TotalSeconds).ToString(CultureInfo.InvariantCulture),
            ],
            cancellationToken);
        var began = clock.GetTimestamp();
        while (await Task.WhenAny(start, Task.Delay(Notice, clock, cancellationToken)) != start)
        {
            cancellationToken.ThrowIfCancellationRequested();
            LogStillStarting((int)clock.GetElapsedTime(began).TotalSeconds);
        }

        return await start;
    }

    /// <summary>Waits until the running postmaster answers as this cluster's; false if it ends meanwhile.</summary>
    private async Task<bool> TryAdoptAsync(Postmaster found, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        var noticed = began;
        while (Postmaster.TryFind(directory)?.ProcessId == found.ProcessId)
        {
            if (await AnswersAsync(cancellationToken))
            {
                ProcessId = found.ProcessId;
                LogAdopted(found.ProcessId, directory.ClusterPath);
                return true;
            }

            if (clock.GetElapsedTime(began) > startTimeout)
            {
                throw new PrivatePostgresException(
                    $"A PostgreSQL (pid {found.ProcessId}) runs on {directory.ClusterPath} but did not answer within " +
                    $"{startTimeout.TotalSeconds:0} seconds. Its last words:\n{LogFiles.Tail(directory)}");
            }

            if (clock.GetElapsedTime(noticed) > Notice)
            {
                noticed = clock.GetTimestamp();
                LogStillStarting((int)clock.GetElapsedTime(began).TotalSeconds);
            }

            await Task.Delay(Poll, clock, cancellationToken);
        }

        return false;
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(
                address.ConnectionString(password, "postgres", pooling: false));
            await connection.OpenAsync(cancellationToken);
            return true;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidPassword)
        {
            throw new PrivatePostgresException(PasswordRefused, e);
        }
        catch (NpgsqlException)
        {
            return false; // starting up, shutting down, or gone: the caller checks which
        }
    }

    private string PasswordRefused =>
        $"PostgreSQL on {directory.ClusterPath} does not know the password in {PostgresCluster.PasswordFile(directory)}. " +
        "Restore that file from the same time as the data.";
}
