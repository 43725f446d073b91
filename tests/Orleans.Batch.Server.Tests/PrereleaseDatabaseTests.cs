using Npgsql;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Server.Tests;

/// <summary>A database of a version before the first release.</summary>
public sealed class PrereleaseDatabaseTests : IDisposable
{
    private readonly TemporaryDataDirectory _data = new();
    private readonly TemporaryDataDirectory _copy = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ob-prerelease-");

    public void Dispose()
    {
        _data.Dispose();
        _copy.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Serve_OnADatabaseFromBeforeTheFirstRelease_EndsWithFourAndChangesNothing()
    {
        await using var database = await PrereleaseDatabase.CreateAsync();
        var before = await PrereleaseDatabase.DescribeAsync(database);

        var (code, output) = await ServerProcess.RunAsync(
            ["--data-dir", _data.Path, "--urls", "http://127.0.0.1:0"], ("ConnectionStrings__Batch", database.ConnectionString));

        code.ShouldBe(4, output);
        output.ShouldStartWith("error: The database has the schema migrations 1, 2, 3, 4, 6,");
        output.Trim().ShouldNotContain('\n');
        (await PrereleaseDatabase.DescribeAsync(database)).ShouldBe(before);
    }

    [Fact]
    public async Task Restore_ABackupFromBeforeTheFirstRelease_EndsWithFour()
    {
        var backup = Path.Combine(_folder.FullName, "prerelease.dump");
        using (var server = await RunningServer.ServeAsync(_data))
        {
            await using var database = NpgsqlDataSource.Create(_data.ConnectionString());
            await using var update = database.CreateCommand("UPDATE orleans_batch.schema_version SET checksum = 'other' WHERE version = 1");
            await update.ExecuteNonQueryAsync();
            (await ServerProcess.RunAsync(["backup", backup, "--data-dir", _data.Path])).ExitCode.ShouldBe(0);
        }

        var (code, output) = await ServerProcess.RunAsync(["restore", backup, "--data-dir", _copy.Path]);

        code.ShouldBe(4, output);
        output.ShouldContain("error: The database has the schema migrations 1, 2 of a version before the first release.");
    }
}
