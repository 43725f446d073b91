using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orleans.Batch.LocalPostgres;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Server.Tests.Databases;

/// <summary>Commands that need a server's data, on places that have none: they refuse and create nothing.</summary>
public sealed class ExistingDataTests : IDisposable
{
    private readonly TemporaryDataDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData("keys create")]
    [InlineData("keys list")]
    [InlineData("keys revoke some")]
    [InlineData("projects create acme")]
    [InlineData("projects list")]
    [InlineData("projects set default --weight 2")]
    [InlineData("projects predicates default")]
    [InlineData("backup copy.dump")]
    public async Task Command_DirectoryIsMissing_NamesItAndCreatesNothing(string command)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, _data.Path);

        var (code, output) = await ServerProcess.RunAsync([.. command.Split(' '), "--data-dir", relative]);

        code.ShouldBe(2, output);
        output.ShouldStartWith($"error: There is no directory {_data.Path} (given with --data-dir).");
        output.ShouldContain("start a server on this one first");
        output.Contains("ConnectionStrings__Batch", StringComparison.Ordinal).ShouldBe(!command.StartsWith("backup", StringComparison.Ordinal));
        Path.Exists(_data.Path).ShouldBeFalse();
    }

    [Theory]
    [InlineData(null, "is empty")]
    [InlineData("notes.txt", "is not a server's: it has no database")]
    [InlineData("server.lock", "the first start of a server did not complete")]
    [InlineData("PG_VERSION", "has PostgreSQL's own files. The data directory is the one around it: ")]
    public async Task Command_DirectoryWithoutDatabase_SaysWhatItIsAndLeavesIt(string? file, string problem)
    {
        Directory.CreateDirectory(_data.Path);
        if (file is not null)
        {
            await File.WriteAllTextAsync(_data.In(file), "");
        }

        var (code, output) = await RunAsync("keys", "list");

        code.ShouldBe(2, output);
        output.ShouldContain(problem);
        Directory.EnumerateFileSystemEntries(_data.Path).Select(Path.GetFileName).ShouldBe(file is null ? [] : [file]);
    }

    [Fact]
    public async Task Command_FileInPlaceOfADirectory_IsRefused()
    {
        Directory.CreateDirectory(_data.Path);
        await File.WriteAllTextAsync(_data.In("file"), "");

        var (code, output) = await ServerProcess.RunAsync(["keys", "list", "--data-dir", _data.In("file")]);

        code.ShouldBe(2, output);
        output.ShouldContain($"{_data.In("file")} (given with --data-dir) is not a directory.");
    }

    [Fact]
    public async Task Command_EmptyOption_IsAWrongOption()
    {
        var (code, output) = await ServerProcess.RunAsync(["keys", "list", "--data-dir", ""]);

        code.ShouldBe(2, output);
        output.ShouldContain("--data-dir is empty");
    }

    [Fact]
    public async Task Command_DefaultDirectoryIsMissing_SaysThatItIsTheDefault()
    {
        using var command = OtherUser.Start(["projects", "list"], ("XDG_DATA_HOME", _data.Path));

        (await command.WaitForExitAsync()).ShouldBe(2, command.Output);
        command.Output.ShouldContain($"There is no directory {_data.In("orleans-batch")} (the default, from XDG_DATA_HOME).");
    }

    [OtherUserFact]
    public async Task Command_DirectoryOfAnotherUserThatIsClosed_SaysWhoCannotReadIt()
    {
        Directory.CreateDirectory(_data.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using var command = OtherUser.Start(["keys", "list", "--data-dir", _data.Path]);

        (await command.WaitForExitAsync()).ShouldBe(4, command.Output);
        command.Output.ShouldContain($"error: The user {OtherUser.Name} cannot read the data directory {_data.Path} (given with --data-dir)");
        command.Output.ShouldContain("Run the command as the user of the server");
    }

    [OtherUserFact]
    public async Task Command_DataDirectoryOfAnotherUser_SaysSoAndLeavesTheServerAlone()
    {
        using var server = await RunningServer.ServeAsync(_data);
        using var command = OtherUser.Start(["keys", "list", "--data-dir", _data.Path]);

        (await command.WaitForExitAsync()).ShouldBe(4, command.Output);
        command.Output.ShouldContain($"error: The data directory {_data.Path} belongs to another user");
        (await RunAsync("keys", "list")).ExitCode.ShouldBe(0);
    }

    // What a command of root that is killed leaves in another user's directory.
    [OtherUserFact]
    public async Task Command_ProcessFileOfAnotherUser_NamesIt()
    {
        Directory.CreateDirectory(_data.ClusterPath);
        await File.WriteAllTextAsync(_data.In("server.lock"), "");
        using (var chown = Process.Start("chown", ["--recursive", OtherUser.Name, _data.Path]))
        {
            await chown.WaitForExitAsync();
        }

        await File.WriteAllTextAsync(_data.In("server.pid"), "1\n");
        using var command = OtherUser.Start(["keys", "list", "--data-dir", _data.Path]);

        (await command.WaitForExitAsync()).ShouldBe(4, command.Output);
        command.Output.ShouldContain($"Access to the path '{_data.In("server.pid")}' is denied");
        command.Output.ShouldNotContain("unexpected fault");
    }

    [Fact]
    public async Task Command_BesideTheFirstStartOfAServer_WaitsForIt()
    {
        using var server = ServerProcess.Start(["--data-dir", _data.Path, "--urls", "http://127.0.0.1:0"]);
        await Eventually.TrueAsync(() => Task.FromResult(File.Exists(_data.In("server.pid"))));
        Directory.Exists(_data.ClusterPath).ShouldBeFalse("the database was created before the command began");

        var (code, output) = await RunAsync("projects", "list");

        code.ShouldBe(0, output);
        server.Signal("TERM");
        await server.WaitForExitAsync();
    }

    [Fact]
    public async Task Command_DatabaseThatARestoreLeftEmpty_IsRefusedAndStaysEmpty()
    {
        var options = new PrivatePostgresOptions { DataDirectory = _data.Path };
        await using (await PrivatePostgres.StartAsync(options, NullLogger.Instance, TimeProvider.System, default))
        {
        }

        var (code, output) = await RunAsync("keys", "list");
        code.ShouldBe(2, output);
        output.ShouldContain($"The database in the data directory {_data.Path} (given with --data-dir) is empty");

        // With the schema, which the first command must not create, this one would succeed.
        (code, output) = await RunAsync("backup", _data.In("copy.dump"));
        code.ShouldBe(2, output);
        File.Exists(_data.In("copy.dump")).ShouldBeFalse();
    }

    [Fact]
    public async Task Command_ExternalDatabaseWithoutSchema_IsRefusedAndStaysEmpty()
    {
        await using var database = await TestDatabase.CreateAsync();
        var other = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Database = "postgres", Pooling = false };

        var (code, output) = await ServerProcess.RunAsync(["keys", "create"], ("ConnectionStrings__Batch", other.ConnectionString));

        code.ShouldBe(2, output);
        output.ShouldContain("database postgres, schema orleans_batch), and this command creates none");
        output.ShouldNotContain(other.Password!);
        await using var source = NpgsqlDataSource.Create(other.ConnectionString);
        await using var look = source.CreateCommand("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'orleans_batch%'");
        (await look.ExecuteScalarAsync()).ShouldBe(0L);
    }

    [Fact]
    public async Task Command_ConnectionStringWithoutHost_IsAWrongSetting()
    {
        var (code, output) = await ServerProcess.RunAsync(["keys", "list"], ("ConnectionStrings__Batch", "Database=batch;Password=hidden"));

        code.ShouldBe(2, output);
        output.ShouldContain("ConnectionStrings__Batch names no Host");
        output.ShouldNotContain("hidden");
    }

    [Fact]
    public async Task Load_WithoutKey_NamesTheFileOfTheServersKey()
    {
        var (code, output) = await ServerProcess.RunAsync(["load", "some.ndjson", "--data-dir", _data.Path], ("ZEP_API_KEY", null));

        code.ShouldBe(2, output);
        output.ShouldContain($"may keep its key in {_data.In("secrets", "api-key")}");
    }

    private Task<(int ExitCode, string Output)> RunAsync(params string[] arguments) =>
        ServerProcess.RunAsync([.. arguments, "--data-dir", _data.Path]);
}
