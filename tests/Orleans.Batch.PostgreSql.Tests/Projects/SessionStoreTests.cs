using Microsoft.Extensions.DependencyInjection;
using Orleans.Batch.PostgreSql.Projects;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.PostgreSql.Tests.Projects;

public sealed class SessionStoreTests : IAsyncLifetime
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly TestDatabase _database = new();
    private ServiceProvider? _services;
    private NewApiKey? _key;

    private IProjectAdministration Administration => _services!.GetRequiredService<IProjectAdministration>();

    private ISessionService SignIn => _services!.GetRequiredService<ISessionService>();

    public async Task InitializeAsync()
    {
        await _database.InitializeAsync();
        _services = NewProcess();
        await Administration.CreateProjectAsync("acme", null, default);
        _key = await Administration.CreateKeyAsync("acme", default);
    }

    public async Task DisposeAsync()
    {
        await _services!.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task BeginAsync_RightKey_MakesASessionThatEveryProcessKnowsAndThatIsStoredAsHash()
    {
        var begun = (await SignIn.BeginAsync(_key!.Secret, Hour, default)).ShouldNotBeNull();
        begun.Token.Length.ShouldBe(43);
        begun.Session.ShouldBe(new Session(_key.Key.Project, "acme", _key.Key.Prefix, begun.Session.ExpiresAt));

        await using var other = NewProcess();
        (await other.GetRequiredService<ISessionService>().FindAsync(begun.Token, default)).ShouldBe(begun.Session);
        (await _database.ScalarAsync<string>("SELECT string_agg(sign_in::text, '') FROM sign_in"))
            .ShouldNotBeNull().ShouldNotContain(begun.Token[..8]);
    }

    [Fact]
    public async Task BeginAsync_WrongKey_MakesNone()
    {
        foreach (var secret in (string[])["", "ob_wrong", "\0", new string('x', 100_000)])
        {
            (await SignIn.BeginAsync(secret, Hour, default)).ShouldBeNull();
        }

        (await _database.ScalarAsync<long>("SELECT count(*) FROM sign_in")).ShouldBe(0);
    }

    [Fact]
    public async Task FindAsync_UnknownEndedOrEndlessToken_FindsNothing()
    {
        var begun = (await SignIn.BeginAsync(_key!.Secret, Hour, default)).ShouldNotBeNull();
        foreach (var token in (string[])["", "x", begun.Token[1..], new string('x', 43), new string('x', 100_000)])
        {
            (await SignIn.FindAsync(token, default)).ShouldBeNull();
        }

        await SignIn.EndAsync(begun.Token, default);
        await SignIn.EndAsync(begun.Token, default);
        (await SignIn.FindAsync(begun.Token, default)).ShouldBeNull();
    }

    [Fact]
    public async Task FindAsync_KeyRevoked_FindsNothingAtOnce()
    {
        var begun = (await SignIn.BeginAsync(_key!.Secret, Hour, default)).ShouldNotBeNull();
        await using var operatorsProcess = NewProcess();
        await operatorsProcess.GetRequiredService<IProjectAdministration>().RevokeKeyAsync(_key.Key.KeyId.ToString(), default);
        (await SignIn.FindAsync(begun.Token, default)).ShouldBeNull();
        (await SignIn.BeginAsync(_key.Secret, Hour, default)).ShouldBeNull();
    }

    [Fact]
    public async Task FindAsync_TimeIsUp_FindsNothingAndTheNextSessionClearsItAway()
    {
        var begun = (await SignIn.BeginAsync(_key!.Secret, Hour, default)).ShouldNotBeNull();
        await _database.ShiftClockAsync(TimeSpan.FromMinutes(61));
        (await SignIn.FindAsync(begun.Token, default)).ShouldBeNull();
        await SignIn.BeginAsync(_key.Secret, Hour, default);
        (await _database.ScalarAsync<long>("SELECT count(*) FROM sign_in")).ShouldBe(1);
    }

    [Fact]
    public async Task BeginAsync_MoreThanAKeyMayHave_EndsTheOldest()
    {
        var first = (await SignIn.BeginAsync(_key!.Secret, Hour, default)).ShouldNotBeNull();
        for (var i = 0; i < SessionStore.MaxPerKey; i++)
        {
            (await SignIn.FindAsync(first.Token, default)).ShouldNotBeNull();
            await SignIn.BeginAsync(_key.Secret, Hour, default);
        }

        (await SignIn.FindAsync(first.Token, default)).ShouldBeNull();
        (await _database.ScalarAsync<long>("SELECT count(*) FROM sign_in")).ShouldBe(SessionStore.MaxPerKey);
    }

    private ServiceProvider NewProcess() =>
        new ServiceCollection().AddBatchPostgreSql(_database.ConnectionString).BuildServiceProvider();
}
