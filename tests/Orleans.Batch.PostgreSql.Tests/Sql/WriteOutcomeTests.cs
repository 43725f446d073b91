using System.Diagnostics;
using Npgsql;
using Orleans.Batch.PostgreSql.Batches;
using Orleans.Batch.PostgreSql.Graphs;
using Orleans.Batch.PostgreSql.Realtime;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.PostgreSql.Tests.Webhooks;
using Orleans.Batch.Realtime;
using Orleans.Batch.TestKit;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.PostgreSql.Tests.Sql;

/// <summary>The result of a store's write when the answer to its commit does not arrive.</summary>
public sealed class WriteOutcomeTests : IAsyncLifetime
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(0.5);

    private readonly TestDatabase _test = new();
    private CommitDroppingProxy _proxy = null!;
    private Database _database = null!;
    private GraphStore _store = null!;
    private ProjectId _project;

    public async Task InitializeAsync()
    {
        await _test.InitializeAsync();
        _project = await _test.NewProjectAsync();
        _proxy = await CommitDroppingProxy.StartAsync(_test.ConnectionString);
        Connect(new DatabaseOptions());
    }

    public async Task DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _database.DisposeAsync();
        await _test.DisposeAsync();
    }

    [Theory]
    [InlineData(CommitFault.AnswerLost)]
    [InlineData(CommitFault.AnswerHeld)]
    public async Task Write_ThatIsCommitted_ReturnsItsResult(CommitFault fault)
    {
        _proxy.DropNext(fault);

        (await _store.CreateGraphAsync(_project, "g", new GraphFields(), default)).GraphId.ShouldBe("g");

        _proxy.Count(fault).ShouldBe(1);
        (await CountAsync("graph")).ShouldBe(1);
    }

    [Theory]
    [InlineData(CommitFault.CommitLost)]
    [InlineData(CommitFault.CommitHeld)]
    public async Task Write_WhoseCommitNeverArrives_IsNotDoneAndNeverWillBe(CommitFault fault)
    {
        _proxy.DropNext(fault);

        var refusal = await Should.ThrowAsync<TransientStoreException>(
            async () => await _store.CreateGraphAsync(_project, "g", new GraphFields(), default));

        refusal.ShouldNotBeOfType<OutcomeUnknownException>();
        _proxy.Count(fault).ShouldBe(1);
        (await _test.ScalarAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'"))
            .ShouldBe(0, "a session that is left could still commit");
        (await _store.CreateGraphAsync(_project, "g", new GraphFields(), default)).GraphId.ShouldBe("g");
    }

    [Fact]
    public async Task Write_WhoseOutcomeCannotBeLookedUp_IsUnknown()
    {
        Connect(new DatabaseOptions { OutcomeTimeout = Short });
        _proxy.DropNext(CommitFault.AnswerLost, thenCutOff: true);

        var unknown = await Should.ThrowAsync<OutcomeUnknownException>(
            async () => await _store.CreateGraphAsync(_project, "g", new GraphFields(), default));

        unknown.Message.ShouldContain("0.5 s");
        _proxy.Restore();
        (await CountAsync("graph")).ShouldBe(1);
    }

    [Fact]
    public async Task Write_UnderAKey_IsFoundByItsRepeatWhenItCouldNotBeLookedUp()
    {
        Connect(new DatabaseOptions { OutcomeTimeout = Short });
        using var store = new DraftStore(_database, new RecordingWakeups().Queue());
        var key = new IdempotencyKey("/batches", "k", new byte[32]);
        _proxy.DropNext(CommitFault.AnswerLost, thenCutOff: true);

        var refusal = await Should.ThrowAsync<TransientStoreException>(async () => await store.CreateAsync(_project, new NewBatch(), key, default));
        _proxy.Restore();
        var repeat = await store.CreateAsync(_project, new NewBatch(), key, default);

        refusal.ShouldNotBeOfType<OutcomeUnknownException>();
        repeat.Replayed.ShouldBeTrue();
        (await CountAsync("batch")).ShouldBe(1);
    }

    [Fact]
    public async Task Write_WhoseDatabaseIsAwayForAMoment_WaitsForTheOutcome()
    {
        _proxy.DropNext(CommitFault.AnswerLost, thenCutOff: true);
        var created = _store.CreateGraphAsync(_project, "g", new GraphFields(), default).AsTask();
        await Eventually.TrueAsync(() => Task.FromResult(_proxy.Pending == 0));
        await Task.Delay(Short);
        created.IsCompleted.ShouldBeFalse();

        _proxy.Restore();

        (await created).GraphId.ShouldBe("g");
    }

    [Fact]
    public async Task Write_WhoseCallerGoesAwayAtTheCommit_IsDoneAndReturns()
    {
        using var caller = new CancellationTokenSource();

        var rows = await _database.WriteAsync(
            async transaction =>
            {
                var inserted = await transaction
                    .Statement("INSERT INTO graph (project_key, graph_uuid) VALUES ($1, $2)", _project.Value, Guid.NewGuid())
                    .RunAsync(caller.Token);
                await caller.CancelAsync();
                return inserted;
            },
            caller.Token);

        rows.ShouldBe(1);
        (await CountAsync("graph")).ShouldBe(1);
    }

    [Fact]
    public async Task Write_WhoseStatementTimesOut_IsNotDone()
    {
        await using var holder = await _test.Database.Background.OpenConnectionAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await holder.Statement("LOCK TABLE graph").RunAsync(default);

        var refusal = await Should.ThrowAsync<TransientStoreException>(
            async () => await _store.CreateGraphAsync(_project, "g", new GraphFields(), default));
        await transaction.RollbackAsync();

        refusal.ShouldNotBeOfType<OutcomeUnknownException>();
        (await CountAsync("graph")).ShouldBe(0);
    }

    // The driver notices a terminated session in one statement, and reports the next one, or the commit, as misuse.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Write_WhoseSessionEndsBetweenTwoStatements_IsNotDone(bool anotherStatement)
    {
        var refusal = await Should.ThrowAsync<TransientStoreException>(async () => await _database.WriteAsync(
            async transaction =>
            {
                await transaction.Statement("INSERT INTO graph (project_key, graph_uuid, graph_id) VALUES ($1, gen_random_uuid(), 'g')", _project.Value).RunAsync(default);
                NpgsqlConnection connection = transaction;
                await Should.ThrowAsync<PostgresException>(
                    async () => await connection.Statement("SELECT pg_terminate_backend(pg_backend_pid())").RunAsync(default));
                return anotherStatement ? await connection.Statement("DELETE FROM graph").RunAsync(default) : 0;
            },
            default));

        refusal.ShouldNotBeOfType<OutcomeUnknownException>();
        (await CountAsync("graph")).ShouldBe(0);
    }

    [Fact]
    public async Task Write_WhoseFirstStatementBypassesIt_IsRefused() =>
        await Should.ThrowAsync<InvalidOperationException>(async () => await _database.WriteAsync(
            transaction => ((NpgsqlConnection)transaction).Statement("DELETE FROM graph").RunAsync(default), default));

    [Theory]
    [InlineData(CommitFault.AnswerLost, true)]
    [InlineData(CommitFault.AnswerHeld, true)]
    [InlineData(CommitFault.CommitLost, false)]
    [InlineData(CommitFault.CommitHeld, false)]
    public async Task LiveWrite_WhoseAnswerIsLost_IsReportedAsItIs(CommitFault fault, bool done)
    {
        await _store.CreateGraphAsync(_project, "g", new GraphFields(), default);
        var live = new RealtimeStore(_database);
        _proxy.DropNext(fault, c => c.IsImplicit && c.ApplicationName.Contains("live", StringComparison.Ordinal));

        var accepted = live.AcceptAsync(_project, Call(), null, default).AsTask();

        if (done)
        {
            (await accepted).ShouldNotBeNull();
        }
        else
        {
            (await Should.ThrowAsync<TransientStoreException>(accepted)).ShouldNotBeOfType<OutcomeUnknownException>();
        }

        _proxy.Count(fault).ShouldBe(1);
        (await CountAsync("realtime_item")).ShouldBe(done ? 1 : 0);
    }

    [Fact]
    public async Task LiveWrite_WhoseOutcomeCannotBeLookedUp_IsUnknown()
    {
        Connect(new DatabaseOptions { OutcomeTimeout = Short });
        await _store.CreateGraphAsync(_project, "g", new GraphFields(), default);
        _proxy.DropNext(CommitFault.AnswerLost, c => c.IsImplicit, thenCutOff: true);

        await Should.ThrowAsync<OutcomeUnknownException>(
            async () => await new RealtimeStore(_database).AcceptAsync(_project, Call(), null, default));
    }

    [Fact]
    public async Task Lookup_OfAnIdThatACrashMayHaveGivenToAnother_BelievesOnlyThatItWasNotDone()
    {
        var lookup = new OutcomeLookup(_test.Database.Background, Short);
        var life = await _test.ScalarAsync<Guid>("SELECT life FROM server_life");
        var committed = ulong.Parse((await _test.ScalarAsync<string>("SELECT pg_current_xact_id()::text"))!);
        ulong rolledBack;
        await using (var connection = await _test.Database.Requests.OpenConnectionAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            rolledBack = await connection.Statement("SELECT pg_current_xact_id()").RowAsync(r => r.GetFieldValue<ulong>(0), default);
        }

        (await lookup.FindAsync(new TransactionMark(committed, life, 0))).ShouldBe(WriteOutcome.Done);
        (await lookup.FindAsync(new TransactionMark(rolledBack, life, 0))).ShouldBe(WriteOutcome.NotDone);
        (await lookup.FindAsync(new TransactionMark(committed, Guid.NewGuid(), 0))).ShouldBe(WriteOutcome.Unknown);
        (await lookup.FindAsync(new TransactionMark(committed, null, 0))).ShouldBe(WriteOutcome.Unknown);
        (await lookup.FindAsync(new TransactionMark(rolledBack, Guid.NewGuid(), 0))).ShouldBe(WriteOutcome.NotDone);
        (await lookup.FindAsync(new TransactionMark(committed + 1_000_000, Guid.NewGuid(), 0))).ShouldBe(WriteOutcome.NotDone);
    }

    [Fact]
    public async Task Life_AfterACrashOfTheServer_IsAnother()
    {
        await using var test = await TestDatabase.CreateAloneAsync();
        var project = await test.NewProjectAsync();
        var life = await test.ScalarAsync<Guid>("SELECT life FROM server_life");
        await test.ExecuteAsync("CHECKPOINT"); // commits of tests do not wait for the disk
        Process.GetProcessById(await test.ScalarAsync<int>("SELECT pg_backend_pid()")).Kill();
        var store = new GraphStore(test.Database);

        await Eventually.TrueAsync(async () =>
        {
            try
            {
                return (await store.CreateGraphAsync(project, Guid.NewGuid().ToString(), new GraphFields(), default)).GraphId is not null;
            }
            catch (TransientStoreException)
            {
                return false;
            }
        });

        var renewed = await test.ColumnAsync<Guid>("SELECT life FROM server_life");
        renewed.ShouldHaveSingleItem().ShouldNotBe(life);
    }

    private static RealtimeCall Call() => new(
        Guid.CreateVersion7(),
        IngestTaskType.AddEpisode,
        GraphTarget.ForGraph("g"),
        null,
        [new RealtimeEpisode(Guid.CreateVersion7(), DataType.Text, "text", null, null)]);

    // Statements and commits time out after two seconds, so that a blocked one is noticed.
    private void Connect(DatabaseOptions options)
    {
        var settings = new NpgsqlConnectionStringBuilder(_proxy.ConnectionString) { CommandTimeout = 2, CancellationTimeout = 200 };
        _database = new Database(settings.ConnectionString, options);
        _store = new GraphStore(_database);
    }

    private Task<long> CountAsync(string table) => _test.ScalarAsync<long>($"SELECT count(*) FROM {table}");
}
