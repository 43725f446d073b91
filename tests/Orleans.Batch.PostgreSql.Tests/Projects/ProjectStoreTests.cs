using Microsoft.Extensions.DependencyInjection;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.PostgreSql.Tests.Projects;

/// <summary>Each test has its own database: the first project is one per database.</summary>
public sealed class ProjectStoreTests : IAsyncLifetime
{
    private readonly TestDatabase _database = new();
    private ServiceProvider? _services;

    private IProjectAdministration Administration => _services!.GetRequiredService<IProjectAdministration>();

    private IProjectAuthenticator Authenticator => _services!.GetRequiredService<IProjectAuthenticator>();

    public async Task InitializeAsync()
    {
        await _database.InitializeAsync();
        _services = NewProcess();
    }

    public async Task DisposeAsync()
    {
        await _services!.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task CreateKeyAsync_ANewKey_OpensItsProjectAndIsStoredOnlyAsHash()
    {
        var project = await Administration.CreateProjectAsync("acme", null, default);

        var created = await Administration.CreateKeyAsync("acme", default);

        created.Secret.ShouldStartWith("ob_");
        created.Secret.Length.ShouldBe(3 + 43);
        created.Key.Prefix.ShouldBe(created.Secret[..10]);
        (await Authenticator.AuthenticateAsync(created.Secret, default)).ShouldBe(project.Id);
        (await _database.ScalarAsync<string>("SELECT string_agg(api_key::text, '') FROM api_key"))
            .ShouldNotBeNull().ShouldNotContain(created.Secret[10..]);
    }

    [Fact]
    public async Task AuthenticateAsync_UnknownEmptyOrEndlessSecret_OpensNothing()
    {
        await Administration.EnsureFirstProjectAsync(null, default);

        foreach (var secret in (string[])["", "ob_wrong", " ", "' OR 1=1--", "\0", new string('x', 10_000_000)])
        {
            (await Authenticator.AuthenticateAsync(secret, default)).ShouldBeNull();
        }
    }

    [Fact]
    public async Task AuthenticateAsync_ManyAtOnce_EachKeyOpensItsOwnProjectOnOneConnection()
    {
        List<(string Secret, ProjectId? Project)> keys = [];
        foreach (var name in (string[])["acme", "globex", "initech"])
        {
            var project = await Administration.CreateProjectAsync(name, null, default);
            keys.Add(((await Administration.CreateKeyAsync(name, default)).Secret, project.Id));
        }

        keys.AddRange(Enumerable.Range(0, 1_500).Select(i => ($"ob_wrong-{i}", (ProjectId?)null)));
        var order = new Random(5).GetItems(keys.ToArray(), 4_000);
        var before = await ConnectionsAsync();

        var opened = await Task.WhenAll(order.Select(k => Authenticator.AuthenticateAsync(k.Secret, default).AsTask()));

        opened.ShouldBe(order.Select(k => k.Project));
        (await ConnectionsAsync() - before).ShouldBeLessThanOrEqualTo(1, "callers with valid keys have the others");
    }

    [Fact]
    public async Task CreateKeyAsync_AThirdAtOnce_IsRefusedUntilOneIsRevoked()
    {
        await Administration.CreateProjectAsync("acme", null, default);

        var attempts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => TryCreateKeyAsync("acme")));

        attempts.Count(k => k is not null).ShouldBe(2);
        var first = attempts.First(k => k is not null)!;
        (await Administration.RevokeKeyAsync(first.Key.Prefix, default)).RevokedAt.ShouldNotBeNull();
        (await TryCreateKeyAsync("acme")).ShouldNotBeNull();
        (await Administration.ListKeysAsync("acme", default)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task RevokeKeyAsync_Twice_KeepsTheFirstTime()
    {
        await Administration.CreateProjectAsync("acme", null, default);
        var key = (await Administration.CreateKeyAsync("acme", default)).Key;

        var first = await Administration.RevokeKeyAsync(key.KeyId.ToString(), default);
        await _database.ShiftClockAsync(TimeSpan.FromHours(1));
        var second = await Administration.RevokeKeyAsync(key.KeyId.ToString(), default);

        second.RevokedAt.ShouldBe(first.RevokedAt);
        (await Should.ThrowAsync<BatchServiceException>(async () => await Administration.RevokeKeyAsync("ob_nothing", default)))
            .Kind.ShouldBe(ErrorKind.NotFound);
    }

    [Fact]
    public async Task RevokeKeyAsync_InThisProcess_ClosesTheDoorAtOnce()
    {
        await Administration.CreateProjectAsync("acme", null, default);
        var key = await Administration.CreateKeyAsync("acme", default);
        (await Authenticator.AuthenticateAsync(key.Secret, default)).ShouldNotBeNull();

        await Administration.RevokeKeyAsync(key.Key.Prefix, default);

        (await Authenticator.AuthenticateAsync(key.Secret, default)).ShouldBeNull();
    }

    [Fact]
    public async Task EnsureFirstProjectAsync_ManyServersAtOnce_MakeOneProjectAndOneKey()
    {
        await using var other = NewProcess();
        var stores = new[] { Administration, other.GetRequiredService<IProjectAdministration>() };

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(
            i => stores[i % 2].EnsureFirstProjectAsync(null, default).AsTask()));

        answers.Count(a => a.Created is not null).ShouldBe(1);
        answers.Select(a => a.Project.Id).Distinct().ShouldHaveSingleItem();
        answers[0].Project.Name.ShouldBe("default");
        (await Administration.ListKeysAsync(null, default)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task EnsureFirstProjectAsync_WithASecret_MakesItOpenTheProject()
    {
        const string secret = "an-operator-chose-this";

        var (project, created) = await Administration.EnsureFirstProjectAsync(secret, default);
        var again = await Administration.EnsureFirstProjectAsync(secret, default);

        created.ShouldNotBeNull().Secret.ShouldBe(secret);
        secret.Length.ShouldBeGreaterThan(4 * created.Key.Prefix.Length - 1);
        again.Created.ShouldBeNull();
        (await Authenticator.AuthenticateAsync(secret, default)).ShouldBe(project.Id);
    }

    [Fact]
    public async Task EnsureFirstProjectAsync_ASecretChangedOnceTooOften_KeepsTheOldOnesAndSaysWhatToDo()
    {
        await Administration.EnsureFirstProjectAsync("operator-secret-one", default);
        await Administration.EnsureFirstProjectAsync("operator-secret-two", default);

        var error = await Should.ThrowAsync<BatchServiceException>(
            async () => await Administration.EnsureFirstProjectAsync("operator-secret-three", default));

        error.Kind.ShouldBe(ErrorKind.Conflict);
        error.Message.ShouldContain("revoke one");
        (await Authenticator.AuthenticateAsync("operator-secret-one", default)).ShouldNotBeNull();
        (await Authenticator.AuthenticateAsync("operator-secret-two", default)).ShouldNotBeNull();
        (await Authenticator.AuthenticateAsync("operator-secret-three", default)).ShouldBeNull();
    }

    [Theory]
    [InlineData("short")]
    [InlineData("with a space in the middle of it")]
    [InlineData("ключ-из-нелатинских-букв")]
    public async Task EnsureFirstProjectAsync_AWeakOrUnsendableSecret_IsRefused(string secret)
    {
        var error = await Should.ThrowAsync<BatchServiceException>(
            async () => await Administration.EnsureFirstProjectAsync(secret, default));

        error.Kind.ShouldBe(ErrorKind.InvalidRequest);
        (await Administration.ListKeysAsync(null, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task EnsureFirstProjectAsync_ARevokedSecret_StaysRevoked()
    {
        var (_, created) = await Administration.EnsureFirstProjectAsync("operator-secret-one", default);
        await Administration.RevokeKeyAsync(created!.Key.KeyId.ToString(), default);

        var error = await Should.ThrowAsync<BatchServiceException>(
            async () => await Administration.EnsureFirstProjectAsync("operator-secret-one", default));

        error.Kind.ShouldBe(ErrorKind.Conflict);
        (await Authenticator.AuthenticateAsync("operator-secret-one", default)).ShouldBeNull();
    }

    [Fact]
    public async Task ChangeProjectAsync_ItsExtraction_GivesItToBatchesFromThenOn()
    {
        (await Administration.CreateProjectAsync("plain", null, default)).Extraction.ShouldBe(Project.DefaultExtraction);
        (await Administration.CreateProjectAsync("acme", ExtractionMode.Deterministic, default)).Extraction.ShouldBe(ExtractionMode.Deterministic);

        var changed = await Administration.ChangeProjectAsync("acme", new(ExtractionMode.StoreOnly), default);

        changed.Extraction.ShouldBe(ExtractionMode.StoreOnly);
        (await Administration.ListProjectsAsync(default)).ShouldContain(changed);
        await Should.ThrowAsync<BatchServiceException>(
            async () => await Administration.ChangeProjectAsync("nobody", new(ExtractionMode.StoreOnly), default));
    }

    [Fact]
    public async Task ChangeProjectAsync_ItsModelAndCaps_AreKept()
    {
        var project = (await Administration.CreateProjectAsync("modelled", ExtractionMode.Model, default)).Id.Value;

        await Administration.ChangeProjectAsync("modelled", new(Model: "local", Caps: new ModelCaps(5, 7)), default);
        await Administration.ChangeProjectAsync("modelled", new(Caps: new ModelCaps(null, 9)), default);

        (await _database.ScalarAsync<string>("SELECT model FROM project WHERE project_key = $1", project)).ShouldBe("local");
        (await _database.ScalarAsync<long>(
            "SELECT max_cost FROM model_budget WHERE project_key = $1 AND batch_key = 0 AND max_tokens IS NULL", project)).ShouldBe(9);
    }

    [Fact]
    public async Task CreateProjectAsync_ATakenName_IsRefused()
    {
        await Administration.CreateProjectAsync("acme", null, default);

        var error = await Should.ThrowAsync<BatchServiceException>(
            async () => await Administration.CreateProjectAsync("acme", null, default));

        error.Code.ShouldBe(ErrorCodes.AlreadyExists);
        (await Administration.ListProjectsAsync(default)).Select(p => p.Name).ShouldBe(["acme"]);
    }

    private async Task<NewApiKey?> TryCreateKeyAsync(string project)
    {
        try
        {
            return await Administration.CreateKeyAsync(project, default);
        }
        catch (BatchServiceException e) when (e.Code == ErrorCodes.TooManyKeys)
        {
            return null;
        }
    }

    private ServiceProvider NewProcess() =>
        new ServiceCollection().AddBatchPostgreSql(_database.ConnectionString).BuildServiceProvider();

    [Fact]
    public async Task ChangeProjectAsync_ItsWeight_IsKeptAndBounded()
    {
        await Administration.CreateProjectAsync("heavy", null, default);

        var changed = await Administration.ChangeProjectAsync("heavy", new(Weight: 7), default);

        (changed.Weight, changed.Extraction).ShouldBe((7, Project.DefaultExtraction));
        (await Administration.ListProjectsAsync(default)).Single(p => p.Name == "heavy").Weight.ShouldBe(7);
        foreach (var weight in (int[])[0, -1, Project.MaxWeight + 1])
        {
            (await Should.ThrowAsync<BatchServiceException>(
                async () => await Administration.ChangeProjectAsync("heavy", new(Weight: weight), default)))
                .Code.ShouldBe(ErrorCodes.OutOfRange);
        }
    }

    private Task<long> ConnectionsAsync() => _database.ScalarAsync<long>(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE '%requests%'");
}
