using Npgsql;
using Orleans.Batch.TestKit;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.PostgreSql.Tests.Sql;

public sealed class CommitDroppingProxyTests : IAsyncLifetime
{
    private TestDatabase _test = null!;
    private CommitDroppingProxy _proxy = null!;

    public async Task InitializeAsync()
    {
        _test = await TestDatabase.CreateAsync();
        _proxy = await CommitDroppingProxy.StartAsync(_test.ConnectionString);
        await _test.ExecuteAsync("CREATE TABLE proxy_row (number int)");
    }

    public async Task DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _test.DisposeAsync();
    }

    [Fact]
    public async Task NothingPlanned_ManyRowsBothWays_PassUnchanged()
    {
        await using var connection = await OpenAsync();
        await using (var copy = await connection.BeginBinaryImportAsync("COPY proxy_row FROM STDIN (FORMAT binary)"))
        {
            for (var i = 0; i < 100_000; i++)
            {
                await copy.WriteRowAsync(default, i);
            }

            await copy.CompleteAsync();
        }

        await using var sum = new NpgsqlCommand("SELECT array_agg(number ORDER BY number) FROM proxy_row", connection);
        ((int[])(await sum.ExecuteScalarAsync())!).ShouldBe(Enumerable.Range(0, 100_000));
    }

    [Theory]
    [InlineData(CommitFault.AnswerLost, 1)]
    [InlineData(CommitFault.AnswerHeld, 1)]
    [InlineData(CommitFault.CommitLost, 0)]
    [InlineData(CommitFault.CommitHeld, 0)]
    public async Task Commit_OfATransactionThatIsMeant_FailsForTheClientAndIsDoneOrNot(CommitFault fault, int rows)
    {
        _proxy.DropNext(fault, c => c.Statements.Any(s => s.Contains("proxy_row", StringComparison.Ordinal)));

        await Should.ThrowAsync<NpgsqlException>(InsertAsync);

        _proxy.Count(fault).ShouldBe(1);
        _proxy.Pending.ShouldBe(0);
        (await _test.ScalarAsync<long>("SELECT count(*) FROM proxy_row")).ShouldBe(rows);
        await Eventually.TrueAsync(async () => await CountOpenTransactionsAsync() == (fault == CommitFault.CommitHeld ? 1 : 0));
    }

    [Fact]
    public async Task Write_OutsideOfATransaction_IsACommitToo()
    {
        _proxy.DropNext(CommitFault.AnswerLost, c => c.IsImplicit && c.ApplicationName == "proxied");
        await using var connection = await OpenAsync();
        await using var insert = new NpgsqlCommand("INSERT INTO proxy_row VALUES ($1)", connection) { Parameters = { new() { Value = 1 } } };

        await Should.ThrowAsync<NpgsqlException>(insert.ExecuteNonQueryAsync);

        (await _test.ScalarAsync<long>("SELECT count(*) FROM proxy_row")).ShouldBe(1);
    }

    [Fact]
    public async Task Commit_ThatCutsOff_LeavesTheDatabaseUnreachableUntilItIsRestored()
    {
        _proxy.DropNext(CommitFault.AnswerLost, skip: 1, thenCutOff: true);
        await InsertAsync();
        await Should.ThrowAsync<NpgsqlException>(InsertAsync);

        await Should.ThrowAsync<NpgsqlException>(InsertAsync);
        _proxy.Restore();
        await InsertAsync();

        (await _test.ScalarAsync<long>("SELECT count(*) FROM proxy_row")).ShouldBe(3);
    }

    [Fact]
    public async Task Commits_SomeAtRandom_FailTheSameWithTheSameSeed()
    {
        var failed = new List<string>[] { [], [] };
        foreach (var run in failed)
        {
            _proxy.DropRandomly(seed: 7, share: 0.3);
            for (var i = 0; i < 40; i++)
            {
                var lost = _proxy.Count(CommitFault.AnswerLost);
                try
                {
                    await InsertAsync();
                    run.Add("committed");
                }
                catch (NpgsqlException)
                {
                    run.Add(_proxy.Count(CommitFault.AnswerLost) > lost ? "answer lost" : "commit lost");
                }
            }

            _proxy.StopDropping();
        }

        failed[0].ShouldBe(failed[1]);
        failed[0].Distinct().Count().ShouldBe(3);
        (await _test.ScalarAsync<long>("SELECT count(*) FROM proxy_row")).ShouldBe(2 * failed[0].Count(o => o != "commit lost"));
    }

    private Task<long> CountOpenTransactionsAsync() => _test.ScalarAsync<long>(
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'proxied' AND state = 'idle in transaction'");

    private async Task InsertAsync()
    {
        await using var connection = await OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var insert = new NpgsqlCommand("INSERT INTO proxy_row VALUES (1)", connection))
        {
            await insert.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var settings = new NpgsqlConnectionStringBuilder(_proxy.ConnectionString)
        {
            ApplicationName = "proxied", Pooling = false, CommandTimeout = 2, CancellationTimeout = 200, SearchPath = "orleans_batch",
        };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }
}
