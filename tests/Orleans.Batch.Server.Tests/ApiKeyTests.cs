namespace Orleans.Batch.Server.Tests;

public sealed class ApiKeyTests : IDisposable
{
    private const string Good = "k7Jq-93vTzLw0XnB2mRd";
    private readonly TemporaryDataDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Serve_WeakKey_RefusesToStartAndTouchesNothing()
    {
        var (code, output) = await ServerProcess.RunAsync(
            ["--data-dir", _data.Path, "--urls", "http://127.0.0.1:0"], ("BATCH_API_KEY", "changemechangeme"));

        code.ShouldBe(2, output);
        output.ShouldContain("BATCH_API_KEY is refused");
        Directory.Exists(_data.Path).ShouldBeFalse();
    }

    [Fact]
    public async Task Serve_KeyFromTheEnvironment_IsUsedAndNeverPrinted()
    {
        using var server = await RunningServer.ServeAsync(_data, ("BATCH_API_KEY", Good));

        server.Output.ShouldNotContain(Good);
        File.Exists(_data.In("secrets", "api-key")).ShouldBeFalse();
        var listed = await ListAsync();
        listed.ShouldHaveSingleItem()[1].ShouldBe("default");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Keys_CreateListRevoke_WorkWithAndWithoutAServer(bool beside)
    {
        using var server = await RunningServer.ServeAsync(_data);
        if (!beside)
        {
            (await server.StopAsync()).ShouldBe(0, server.Output);
        }

        (await RunAsync("projects", "create", "acme")).ExitCode.ShouldBe(0);

        var created = await RunAsync("keys", "create", "--project", "acme");
        created.ExitCode.ShouldBe(0, created.Output);
        var secret = created.Output.Split('\n', StringSplitOptions.TrimEntries).Single(l => l.StartsWith("ob_", StringComparison.Ordinal));

        var key = (await ListAsync("--project", "acme")).ShouldHaveSingleItem();
        secret.ShouldStartWith(key[2]);
        key[4].ShouldBeEmpty("it is live");
        (await RunAsync("keys", "revoke", key[0])).ExitCode.ShouldBe(0);
        (await ListAsync("--project", "acme")).ShouldHaveSingleItem()[4].ShouldNotBeEmpty("it is revoked");

        var (_, projects) = await RunAsync("projects", "list");
        projects.ShouldContain("acme");
        File.Exists(_data.In("postgres", "postmaster.pid")).ShouldBe(beside, "a command leaves things as they were");
    }

    [Fact]
    public async Task Keys_UnknownProject_IsRefusedWithSix()
    {
        using var server = await RunningServer.ServeAsync(_data);

        var (code, output) = await RunAsync("keys", "create", "--project", "nobody-made-it");

        code.ShouldBe(6, output);
        output.ShouldContain("nobody-made-it");
    }

    [Trait("Category", "Long")]
    [Fact]
    public async Task Serve_FirstKeyRevoked_MakesANewOne()
    {
        string revoked;
        using (var server = await RunningServer.ServeAsync(_data))
        {
            revoked = await File.ReadAllTextAsync(_data.In("secrets", "api-key"));
            (await RunAsync("keys", "revoke", (await ListAsync()).Single()[0])).ExitCode.ShouldBe(0);
            server.Signal("TERM");
            await server.WaitForExitAsync();
        }

        using var again = await RunningServer.ServeAsync(_data);

        var kept = await File.ReadAllTextAsync(_data.In("secrets", "api-key"));
        kept.ShouldNotBe(revoked);
        again.Output.ShouldContain(kept.Trim());
    }

    private Task<(int ExitCode, string Output)> RunAsync(params string[] arguments) =>
        ServerProcess.RunAsync([.. arguments, "--data-dir", _data.Path]);

    private async Task<List<string[]>> ListAsync(params string[] arguments)
    {
        var (code, output) = await RunAsync(["keys", "list", .. arguments]);
        code.ShouldBe(0, output);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('\t')).Where(f => f.Length == 5).Skip(1)];
    }
}
