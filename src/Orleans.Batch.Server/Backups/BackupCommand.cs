using System.CommandLine;
using System.Globalization;
using Orleans.Batch.Loading;
using Orleans.Batch.LocalPostgres;
using Orleans.Batch.Server.Commands;
using Orleans.Batch.Server.Databases;
using Orleans.Batch.Server.Serving;

namespace Orleans.Batch.Server.Backups;

/// <summary>The <c>backup</c> command.</summary>
internal static class BackupCommand
{
    private static readonly Argument<string> Target = new("file")
    {
        Description = "The file to write; a directory gets one named by the time",
    };

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var command = new Command("backup", "Copies the private database into one file, of one moment, while the server works")
        {
            Target,
        };
        command.SetAction((parsed, _) => CommandBoundary.RunAsync(stop => RunAsync(parsed, stop)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var clock = TimeProvider.System;
        var settings = SharedOptions.Settings(parsed);
        PrivateOnly.Require(settings, "backup");
        var path = PathOf(parsed.GetRequiredValue(Target), clock);
        if (File.Exists(path))
        {
            throw new ServerRefusalException(ExitCodes.Refused, $"{path} exists already. It was left as it is; choose another name.");
        }

        using var logging = ServerLogging.CreateForCommands();
        var options = settings.PrivatePostgres;
        await using var database = await ServerDatabase.JoinPrivateAsync(settings, options, logging, stop);
        var backup = await PrivateBackup.CreateAsync(options, database.ConnectionString, stop);
        await Console.Error.WriteLineAsync($"Copying {DisplayFormat.Bytes(await backup.SizeAsync(stop))} ...");
        var began = clock.GetTimestamp();
        await WriteAsync(backup, path, stop);
        await Console.Error.WriteLineAsync(
            $"Backup of {DisplayFormat.Bytes(new FileInfo(path).Length)} in {DisplayFormat.Time(clock.GetElapsedTime(began))}. Keep it as you keep the data: it holds all of it.");
        await Console.Out.WriteLineAsync(path);
        return ExitCodes.Success;
    }

    private static string PathOf(string given, TimeProvider clock) => Path.GetFullPath(Directory.Exists(given)
        ? Path.Combine(given, clock.GetUtcNow().ToString("'orleans-batch-'yyyyMMdd'T'HHmmss'Z.dump'", CultureInfo.InvariantCulture))
        : given);

    /// <summary>The file is written completely or not at all, and only its owner may read it.</summary>
    private static async Task WriteAsync(PrivateBackup backup, string path, CancellationToken stop)
    {
        var unfinished = path + ".partial";
        try
        {
            PrivateFile.Create(unfinished, FileShare.None).Dispose(); // pg_dump writes to it and keeps its mode
            await backup.WriteAsync(unfinished, stop);
            File.Move(unfinished, path);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw new ServerRefusalException(ExitCodes.Fault, "Stopped; no backup was written.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ServerRefusalException(ExitCodes.BadSetting, $"{path} cannot be written: {e.Message}", e);
        }
        finally
        {
            if (File.Exists(unfinished))
            {
                File.Delete(unfinished);
            }
        }
    }
}
