using System.CommandLine;
using Orleans.Batch.Loading;
using Orleans.Batch.LocalPostgres;
using Orleans.Batch.PostgreSql.Schema;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.Server.Commands;
using Orleans.Batch.Server.Databases;
using Orleans.Batch.Server.Serving;

namespace Orleans.Batch.Server.Backups;

/// <summary>The <c>restore</c> command.</summary>
internal static class RestoreCommand
{
    private static readonly Argument<FileInfo> Source = new("file") { Description = "A file that backup wrote" };

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var command = new Command("restore", "Makes a private database from a backup, in a data directory that has none yet") { Source };
        command.SetAction((parsed, _) => CommandBoundary.RunAsync(stop => RunAsync(parsed, stop)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var clock = TimeProvider.System;
        var settings = SharedOptions.Settings(parsed);
        PrivateOnly.Require(settings, "restore");
        var file = parsed.GetRequiredValue(Source).FullName;
        await RequireBackupAsync(file, stop);

        using var logging = ServerLogging.CreateForCommands();
        var options = settings.PrivatePostgres;
        await UsedDatabase.ReportAsync(settings);
        await using var database = await ServerDatabase.OpenPrivateAsync(options, logging, stop);
        var backup = await PrivateBackup.CreateAsync(options, database.ConnectionString, stop);
        if (await backup.HasSchemaAsync(Database.SchemaName, stop))
        {
            throw new ServerRefusalException(
                ExitCodes.Refused,
                $"{settings.DataDirectoryText} holds a database already. It was left as it is; restore into another directory with --data-dir.");
        }

        var began = clock.GetTimestamp();
        try
        {
            await backup.ReadAsync(file, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw new ServerRefusalException(ExitCodes.Fault, "Stopped; nothing was restored. Run the same command again.");
        }

        await backup.AnalyzeAsync(stop);
        await database.MigrateAsync(logging, stop);
        Write(await DatabaseContents.CountAsync(database.ConnectionString, stop), Path.GetFullPath(options.DataDirectory), clock.GetElapsedTime(began));
        return ExitCodes.Success;
    }

    private static async Task RequireBackupAsync(string file, CancellationToken stop)
    {
        try
        {
            if (!await PrivateBackup.IsBackupAsync(file, stop))
            {
                throw new ServerRefusalException(ExitCodes.BadSetting, $"{file} is not a file that backup wrote.");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ServerRefusalException(ExitCodes.BadSetting, $"{file} cannot be read: {e.Message}", e);
        }
    }

    private static void Write(DatabaseContents found, string directory, TimeSpan elapsed)
    {
        Console.Out.WriteLine(
            $"Restored into {directory} in {DisplayFormat.Time(elapsed)}: {DisplayFormat.Count(found.Projects, "project", "projects")}, {found.Graphs:N0} graphs, "
            + $"{found.Episodes:N0} episodes, {found.Batches:N0} batches, of which {found.Unfinished:N0} go on when a server starts.");
        Console.Out.WriteLine(
            "API keys are those of the backup; keys create makes another. Webhooks that were on their way are sent when a server starts.");
    }
}
