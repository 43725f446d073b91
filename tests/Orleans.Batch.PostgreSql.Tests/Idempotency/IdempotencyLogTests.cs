using System.Security.Cryptography;
using System.Text;
using Orleans.Batch.PostgreSql.Idempotency;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.PostgreSql.Tests.Idempotency;

public sealed class IdempotencyLogTests : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private readonly TestDatabase _database;
    private readonly IdempotencyLog _log;
    private ProjectId _project;

    public IdempotencyLogTests(TestDatabase database)
    {
        _database = database;
        _log = new IdempotencyLog(database.Database);
    }

    public async Task InitializeAsync() => _project = await _database.NewProjectAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task FindAsync_KeptOnce_GivesTheFirstAgain()
    {
        (await _log.FindAsync(_project, Key("k"), default)).ShouldBeNull();

        await _log.KeepAsync(_project, Key("k"), Refusal(400, "first"), default);
        await _log.KeepAsync(_project, Key("k"), Refusal(404, "second"), default);

        var kept = await _log.FindAsync(_project, Key("k"), default);
        kept.ShouldNotBeNull().Status.ShouldBe(400);
        Encoding.UTF8.GetString(kept.Body.Span).ShouldBe("first");
    }

    [Fact]
    public async Task FindAsync_AnotherProjectPathOrKey_FindsNothing()
    {
        await _log.KeepAsync(_project, Key("k"), Refusal(400, "x"), default);

        (await _log.FindAsync(await _database.NewProjectAsync(), Key("k"), default)).ShouldBeNull();
        (await _log.FindAsync(_project, Key("k") with { Path = "/other" }, default)).ShouldBeNull();
        (await _log.FindAsync(_project, Key("K"), default)).ShouldBeNull();
    }

    [Fact]
    public async Task FindAsync_AnotherBody_IsAMismatch()
    {
        await _log.KeepAsync(_project, Key("k"), Refusal(400, "x"), default);

        var error = await Should.ThrowAsync<BatchServiceException>(
            async () => await _log.FindAsync(_project, Key("k", "another body"), default));

        error.Kind.ShouldBe(ErrorKind.IdempotencyMismatch);
    }

    [Fact]
    public async Task FindAsync_TheCallSucceeded_IsNoRefusal()
    {
        await _database.ExecuteAsync(
            "INSERT INTO idempotency (project_key, path, key, body_hash, result) VALUES ($1, $2, $3, $4, '{}')",
            _project.Value, "/batches", "k", Key("k").BodyHash.ToArray());

        (await _log.FindAsync(_project, Key("k"), default)).ShouldBeNull();
        await _log.KeepAsync(_project, Key("k"), Refusal(400, "x"), default);
        (await _log.FindAsync(_project, Key("k"), default)).ShouldBeNull();
    }

    [Fact]
    public async Task KeepAsync_ProcessSealedAndThenRefused_IsWhatARepeatIsTold()
    {
        var key = Key("k") with { Path = "/batches/0199f7a0-0000-7000-8000-000000000000/process" };
        await _database.ExecuteAsync(
            "INSERT INTO idempotency (project_key, path, key, body_hash, result) VALUES ($1, $2, $3, $4, '1')",
            _project.Value, key.Path, key.Key, key.BodyHash.ToArray());

        await _log.KeepAsync(_project, key, Refusal(400, "graph not found"), default);

        (await _log.FindAsync(_project, key, default)).ShouldNotBeNull().Status.ShouldBe(400);
    }

    [Fact]
    public async Task RemoveExpiredAsync_AfterSevenDays_RemovesTheOldInSteps()
    {
        await using var database = await TestDatabase.CreateAsync();
        var log = new IdempotencyLog(database.Database);
        for (var i = 0; i < 5; i++)
        {
            await log.KeepAsync(new ProjectId(1), Key($"old-{i}"), Refusal(400, "x"), default);
        }

        await database.ShiftClockAsync(TimeSpan.FromDays(6.9));
        await log.KeepAsync(new ProjectId(1), Key("young"), Refusal(400, "x"), default);
        (await log.RemoveExpiredAsync(2, default)).ShouldBeFalse();
        await database.ShiftClockAsync(TimeSpan.FromDays(0.2));

        (await log.RemoveExpiredAsync(2, default)).ShouldBeTrue();
        (await log.RemoveExpiredAsync(2, default)).ShouldBeTrue();
        (await log.RemoveExpiredAsync(2, default)).ShouldBeFalse();
        (await database.ColumnAsync<string>("SELECT key FROM idempotency")).ShouldBe(["young"]);
    }

    private static IdempotencyKey Key(string key, string body = "body") =>
        new("/batches", key, SHA256.HashData(Encoding.UTF8.GetBytes(body)));

    private static StoredResponse Refusal(int status, string body) => new(status, Encoding.UTF8.GetBytes(body));
}
