using Npgsql;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Server.Tests.Databases;

/// <summary>What commands report on standard error, and that standard output has only their result.</summary>
public sealed class UsedDatabaseTests : IDisposable
{
    private readonly TemporaryDataDirectory _data = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ob-used-");

    public void Dispose()
    {
        _data.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Command_OnAPrivateDatabase_NamesTheDirectoryOnStandardErrorOnly()
    {
        using var server = await RunningServer.ServeAsync(_data);
        var used = $"Using the data directory {_data.Path} (given with --data-dir).";

        var (output, error) = await RunAsync(["keys", "create", "--data-dir", _data.Path]);
        output.ShouldHaveSingleItem().ShouldStartWith("ob_");
        error.ShouldContain(used);

        (output, error) = await RunAsync(["projects", "list", "--data-dir", _data.Path]);
        output.Select(l => l.Split('\t').Length).ShouldBe([7, 7]);
        error.ShouldBe([used]);

        var backup = Path.Combine(_folder.FullName, "copy.dump");
        (output, error) = await RunAsync(["backup", backup, "--data-dir", _data.Path]);
        output.ShouldBe([backup]);
        error.ShouldContain(used);
    }

    [Fact]
    public async Task Command_OnAnExternalDatabase_NamesItWithoutThePassword()
    {
        await using var database = await TestDatabase.CreateAsync();
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString);

        var (output, error) = await RunAsync(["projects", "list"], ("ConnectionStrings__Batch", database.ConnectionString));

        output.ShouldAllBe(l => l.Split('\t').Length == 7);
        error.ShouldBe(
            [$"Using the database of ConnectionStrings__Batch (host {settings.Host}, port {settings.Port}, database {settings.Database}, schema orleans_batch)."]);
        settings.Password.ShouldNotBeNullOrEmpty();
        error.ShouldAllBe(l => !l.Contains(settings.Password!, StringComparison.Ordinal));
    }

    private async Task<(string[] Output, string[] Error)> RunAsync(
        IReadOnlyList<string> arguments, params (string Name, string? Value)[] environment)
    {
        var file = Path.Combine(_folder.FullName, "error.txt");
        using var command = ServerProcess.StartThrough(["sh", "-c", "exec \"$@\" 2>\"$0\"", file], arguments, environment);
        var code = await command.WaitForExitAsync();
        var error = await File.ReadAllLinesAsync(file);
        code.ShouldBe(0, string.Join('\n', error));
        return (command.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), error);
    }
}
