using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orleans.Batch.TestKit.Servers;

namespace Orleans.Batch.LocalPostgres.Tests;

public sealed class PrivatePostgresTests : IDisposable
{
    private readonly TemporaryDataDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task StartAsync_FreshDirectory_RunsWithTheWrittenSettings()
    {
        await using var postgres = await StartAsync();

        (await ScalarAsync(postgres, "SELECT current_database()")).ShouldBe("orleans_batch");
        (await ScalarAsync(postgres, "SHOW server_encoding")).ShouldBe("UTF8");
        (await ScalarAsync(postgres, "SELECT datcollate FROM pg_database WHERE datname = current_database()")).ShouldBe("C");
        (await ScalarAsync(postgres, "SHOW fsync")).ShouldBe("on");
        (await ScalarAsync(postgres, "SHOW max_wal_size")).ShouldBe("4GB");
        (await ScalarAsync(postgres, "SHOW jit")).ShouldBe("off");
        (await ScalarAsync(postgres, "SHOW listen_addresses")).ShouldBe("");
        (await ScalarAsync(postgres, "SHOW password_encryption")).ShouldBe("scram-sha-256");
        File.GetUnixFileMode(_data.In("secrets", "postgres-password"))
            .ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(_data.In("secrets"))
            .ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task StartAsync_WithoutTheRightPassword_IsRefused()
    {
        await using var postgres = await StartAsync();
        var wrong = new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Password = "guess", Pooling = false };

        await using var connection = new NpgsqlConnection(wrong.ConnectionString);

        (await Should.ThrowAsync<PostgresException>(connection.OpenAsync()))
            .SqlState.ShouldBe(PostgresErrorCodes.InvalidPassword);
    }

    [Fact]
    public async Task StartAsync_AgainAfterACleanEnd_KeepsTheData()
    {
        await using (var first = await StartAsync())
        {
            await ExecuteAsync(first, "CREATE TABLE kept AS SELECT 42 AS answer");
        }

        File.Exists(_data.In("postgres", "postmaster.pid")).ShouldBeFalse();
        await using var second = await StartAsync();
        (await ScalarAsync(second, "SELECT answer FROM kept")).ShouldBe(42);
    }

    [Fact]
    public async Task StartAsync_AfterAnInterruptedInitdb_StartsOver()
    {
        Directory.CreateDirectory(_data.In("postgres.new", "base"));
        await File.WriteAllTextAsync(_data.In("postgres.new", "PG_VERSION"), "15\n");

        await using var postgres = await StartAsync();

        (await ScalarAsync(postgres, "SELECT 1")).ShouldBe(1);
        Directory.Exists(_data.In("postgres.new")).ShouldBeFalse();
    }

    [Fact]
    public async Task StartAsync_PostmasterFileNamesAStranger_StartsAnyway()
    {
        await using (await StartAsync())
        {
        }

        // The state after a restart of a container: the old number, which now belongs to another program.
        await File.WriteAllTextAsync(
            _data.In("postgres", "postmaster.pid"),
            $"{Environment.ProcessId}\n{_data.ClusterPath}\n1\n5432\n{_data.Path}\n\n1 1\nready\n");

        await using var postgres = await StartAsync();
        (await ScalarAsync(postgres, "SELECT 1")).ShouldBe(1);
    }

    [Fact]
    public async Task StartAsync_PathTooLongForASocket_StillWorks()
    {
        var options = Options(_data.In(new string('l', 100)));

        await using var postgres = await PrivatePostgres.StartAsync(
            options, NullLogger.Instance, TimeProvider.System, CancellationToken.None);

        (await ScalarAsync(postgres, "SELECT 1")).ShouldBe(1);
    }

    [Fact]
    public async Task StartAsync_PathWithAwkwardCharacters_StillWorks()
    {
        var options = Options(_data.In("it's, a place; с именем = (HOME) %d & co"));

        await using var postgres = await PrivatePostgres.StartAsync(
            options, NullLogger.Instance, TimeProvider.System, CancellationToken.None);

        (await ScalarAsync(postgres, "SELECT 1")).ShouldBe(1);
    }

    [Fact]
    public async Task StartAsync_PathThatAShellWouldExpand_IsRefused()
    {
        var error = await Should.ThrowAsync<PrivatePostgresException>(PrivatePostgres.StartAsync(
            Options(_data.In("$(touch pwned)")), NullLogger.Instance, TimeProvider.System, CancellationToken.None));

        error.Message.ShouldContain("--data-dir");
    }

    [Fact]
    public async Task Running_PostmasterKilled_IsStartedAgainWithTheSameConnectionString()
    {
        await using var postgres = await StartAsync();
        await ExecuteAsync(postgres, "CREATE TABLE kept AS SELECT 42 AS answer");
        var killed = _data.PostmasterId();

        Signals.Send(killed, "KILL");

        await Eventually.TrueAsync(
            async () => Equals(await ScalarAsync(postgres, "SELECT answer FROM kept"), 42)
                && postgres.ProcessId is { } now && now != killed);
    }

    [Fact]
    public async Task ConnectToRunningAsync_PostmasterKilled_ReturnsWhenTheNextOneAnswers()
    {
        await using var postgres = await StartAsync();
        await PrivatePostgres.ConnectToRunningAsync(Options(_data.Path), TimeProvider.System, default);
        var killed = _data.PostmasterId();
        Signals.Send(killed, "KILL");
        Signals.WaitForEnd(killed);

        var found = await PrivatePostgres.ConnectToRunningAsync(Options(_data.Path), TimeProvider.System, default);

        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(found) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
    }

    [Fact]
    public async Task StartAsync_ProgramsThatAreSlowToSpeak_AreHeardOut()
    {
        // Their output comes after their end, as on a slow machine. Another process creates
        // them: a file that this process has open for writing cannot be run.
        var programs = _data.In("programs");
        Directory.CreateDirectory(programs);
        const string make =
            """for p in initdb pg_ctl postgres; do printf '#!/bin/sh\n(sleep 2; echo "postgres (PostgreSQL) 13.0") &\n' > $p; chmod +x $p; done""";
        using (var making = Process.Start(new ProcessStartInfo("sh", ["-c", make]) { WorkingDirectory = programs })!)
        {
            await making.WaitForExitAsync();
        }

        var options = Options(_data.Path);
        options.BinaryDirectory = programs;

        var error = await Should.ThrowAsync<PrivatePostgresException>(
            PrivatePostgres.StartAsync(options, NullLogger.Instance, new FastTime(1_000), CancellationToken.None));

        error.Message.ShouldContain("found PostgreSQL 13");
    }

    [Fact]
    public async Task StartAsync_NoPrograms_NamesThePackageAndTheAlternative()
    {
        Directory.CreateDirectory(_data.In("empty"));
        var options = Options(_data.Path);
        options.BinaryDirectory = _data.In("empty");

        var error = await Should.ThrowAsync<PrivatePostgresException>(PrivatePostgres.StartAsync(
            options, NullLogger.Instance, TimeProvider.System, CancellationToken.None));

        error.Message.ShouldContain("apt-get install postgresql");
        error.Message.ShouldContain("ConnectionStrings__Batch");
    }

    [Fact]
    public async Task StartAsync_DataOfAnotherMajorVersion_IsRefusedAndUntouched()
    {
        Directory.CreateDirectory(_data.ClusterPath);
        await File.WriteAllTextAsync(_data.In("postgres", "PG_VERSION"), "13\n");

        var error = await Should.ThrowAsync<PrivatePostgresException>(StartAsync());

        error.Message.ShouldContain("made by PostgreSQL 13");
        error.Message.ShouldContain("postgresql-13");
        Directory.EnumerateFileSystemEntries(_data.Path).ShouldBe([_data.ClusterPath]);
        Directory.EnumerateFileSystemEntries(_data.ClusterPath).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task StartAsync_DirectoryClosedToThePostgresUser_SaysWhichOne()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return; // only root runs them as another user
        }

        Directory.CreateDirectory(_data.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        var error = await Should.ThrowAsync<PrivatePostgresException>(PrivatePostgres.StartAsync(
            Options(_data.In("inner")), NullLogger.Instance, TimeProvider.System, CancellationToken.None));

        error.Message.ShouldContain($"cannot enter {_data.Path},");
        error.Message.ShouldContain($"chmod o+x {_data.Path}");
    }

    private static PrivatePostgresOptions Options(string path) => new() { DataDirectory = path };

    private Task<PrivatePostgres> StartAsync() => PrivatePostgres.StartAsync(
        Options(_data.Path), NullLogger.Instance, TimeProvider.System, CancellationToken.None);

    private static async Task<object?> ScalarAsync(PrivatePostgres postgres, string sql)
    {
        await using var connection = new NpgsqlConnection(postgres.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private static Task<object?> ExecuteAsync(PrivatePostgres postgres, string sql) => ScalarAsync(postgres, sql);
}
