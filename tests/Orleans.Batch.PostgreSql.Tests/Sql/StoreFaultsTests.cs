using System.Net.Sockets;
using Npgsql;
using Orleans.Batch.PostgreSql.Graphs;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.TestKit;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.PostgreSql.Tests.Sql;

public sealed class StoreFaultsTests
{
    [Theory]
    [InlineData("08006", true)]
    [InlineData("40P01", true)]
    [InlineData("53100", true)]
    [InlineData("53300", true)]
    [InlineData("57P01", true)]
    [InlineData("58030", true)]
    [InlineData("25006", true)]
    [InlineData("22003", false)]
    [InlineData("23505", false)]
    [InlineData("42P01", false)]
    public void IsTransient_ByState_IsWhatWaitingCanHelp(string state, bool transient) =>
        StoreFaults.IsTransient(new PostgresException("m", "ERROR", "ERROR", state)).ShouldBe(transient);

    // PostgreSQL 15's message when a session cannot start for lack of space; other internal errors are faults.
    [Theory]
    [InlineData("relcache.c", "write_item", true)]
    [InlineData("relcache.c", "write_relcache_init_file", true)]
    [InlineData("relcache.c", "RelationBuildDesc", false)]
    [InlineData("tuplesort.c", "write_item", false)]
    [InlineData(null, null, false)]
    public async Task InternalError_OfAFullDisk_IsToldFromOthers(string? file, string? routine, bool full)
    {
        var fault = new PostgresException(
            "could not write init file", "FATAL", "FATAL", PostgresErrorCodes.InternalError, file: file, routine: routine);
        StoreFaults.IsTransient(fault).ShouldBe(full);
        if (full)
        {
            (await Should.ThrowAsync<TransientStoreException>(async () => await StoreFaults.Translate<bool>(() => throw fault)))
                .Message.ShouldBe("the database cannot write to its disk, which is probably full");
        }
    }

    [Fact]
    public void IsTransient_AFaultOfOurs_IsNot()
    {
        StoreFaults.IsTransient(new InvalidOperationException()).ShouldBeFalse();
        StoreFaults.IsTransient(new SocketException()).ShouldBeTrue();
    }

    [Theory]
    [InlineData("53200", true)]
    [InlineData("54000", true)]
    [InlineData("54023", true)]
    [InlineData("57014", true)]
    [InlineData("53100", false)]
    [InlineData("22003", false)]
    [InlineData("40P01", false)]
    [InlineData("55P03", false)]
    [InlineData("XX000", false)]
    public void TooLarge_ByState_IsWhatLessWorkCouldAvoid(string state, bool tooLarge)
    {
        using var connection = new NpgsqlConnection();

        (StoreFaults.TooLarge(new PostgresException("m", "ERROR", "ERROR", state), connection) is not null).ShouldBe(tooLarge);
    }

    [Fact]
    public async Task TooLarge_ACommandOverItsTimeLimit_IsOnlyWhereTheDatabaseAnswers()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var connection = await test.Database.Ingestion.OpenConnectionAsync();
        await using var slow = new NpgsqlCommand("SELECT pg_sleep(60)", connection) { CommandTimeout = 1 };

        var fault = await Should.ThrowAsync<NpgsqlException>(async () => await slow.ExecuteNonQueryAsync());

        StoreFaults.TooLarge(fault, connection).ShouldNotBeNull().Message.ShouldContain("too long");
        await connection.CloseAsync();
        StoreFaults.TooLarge(fault, connection).ShouldBeNull();
    }

    [Fact]
    public async Task Ingestion_WaitingForALock_EndsBeforeTheTimeLimitOfCommands()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var setting = test.Database.Ingestion.CreateCommand("SELECT setting::int FROM pg_settings WHERE name = 'lock_timeout'");

        ((int)(await setting.ExecuteScalarAsync())!).ShouldBeInRange(1, (setting.CommandTimeout * 1_000) - 5_000);
    }

    [Fact]
    public async Task AnyCall_TheProcessHasNoConnectionLeft_SaysWhichOptionBoundsThem()
    {
        await using var test = await TestDatabase.CreateAsync();
        var hasty = new NpgsqlConnectionStringBuilder(test.ConnectionString) { Timeout = 1 };
        await using var database = new Database(hasty.ConnectionString, new DatabaseOptions { RequestConnections = 1 });
        NpgsqlConnection? only = null;
        await Eventually.TrueAsync(async () => (only = await database.Requests.OpenConnectionAsync()) is not null); // a second may be too short for it
        await using var held = only;
        var store = new UserStore(database);

        var fault = await Should.ThrowAsync<TransientStoreException>(
            async () => await store.FindUserAsync(new ProjectId(1), "u1", default));

        fault.Message.ShouldContain("Database:*Connections");
    }

    [Fact]
    public async Task AnyCall_TheDatabaseHasNoConnectionLeft_SaysWhatToRaise()
    {
        var full = new PostgresException("sorry, too many clients already", "FATAL", "FATAL", PostgresErrorCodes.TooManyConnections);

        var fault = await Should.ThrowAsync<TransientStoreException>(async () => await StoreFaults.Translate<bool>(() => throw full));

        fault.Message.ShouldContain("max_connections");
    }

    [Fact]
    public async Task AnyCall_TheDatabaseIsGone_IsATransientFault()
    {
        await using var test = await TestDatabase.CreateAsync();
        var lost = new NpgsqlConnectionStringBuilder(test.ConnectionString) { Host = "127.0.0.1", Port = 1 };
        await using var database = new Database(lost.ConnectionString);

        await Should.ThrowAsync<TransientStoreException>(
            async () => await new UserStore(database).FindUserAsync(new ProjectId(1), "u1", default));
        await Should.ThrowAsync<TransientStoreException>(
            async () => await new DestinationDeletion(database).DeleteUserAsync(new ProjectId(1), "u1", default));
    }

    [Fact]
    public async Task AnyCall_ItsConnectionIsCutMeanwhile_IsATransientFaultAndTheNextOneWorks()
    {
        await using var test = await TestDatabase.CreateAsync();
        var project = await test.NewProjectAsync();
        var (graphs, deletions) = (new GraphStore(test.Database), new DestinationDeletion(test.Database));
        await graphs.CreateGraphAsync(project, "g1", new GraphFields(), default);
        await using var blocker = await test.Database.Background.OpenConnectionAsync();
        await using var transaction = await blocker.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("SELECT FROM graph_state FOR UPDATE", blocker))
        {
            await hold.ExecuteNonQueryAsync();
        }

        var deletion = deletions.DeleteGraphAsync(project, "g1", default).AsTask();
        while (await test.ScalarAsync<long>(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") == 0)
        {
            await Task.Yield();
        }

        await Should.ThrowAsync<TransientStoreException>(deletion);
        await transaction.RollbackAsync();
        (await graphs.FindGraphAsync(project, "g1", default)).ShouldNotBeNull();
        (await deletions.DeleteGraphAsync(project, "g1", default)).Found.ShouldBeTrue();
    }
}
