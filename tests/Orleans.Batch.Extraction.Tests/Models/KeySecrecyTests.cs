using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Batch.Models;
using Orleans.Batch.TestKit.Models;

namespace Orleans.Batch.Extraction.Tests.Models;

/// <summary>The key goes to the endpoint and nowhere else.</summary>
public sealed class KeySecrecyTests : IDisposable
{
    private const string Key = "sk-test-0123456789abcdef";
    private const string Variable = "ORLEANS_BATCH_TEST_MODEL_KEY";
    private readonly string _file = Path.GetTempFileName();

    public KeySecrecyTests()
    {
        Environment.SetEnvironmentVariable(Variable, Key);
        File.WriteAllText(_file, Key + "\n");
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, null);
        File.Delete(_file);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AskAsync_SendsTheKey(bool fromFile)
    {
        await using var scenario = await ModelScenario.StartAsync(s => s.Key = Key);
        Use(scenario.Profile, fromFile);

        await scenario.AskAsync();

        scenario.Stub.Chats.Single().Authorization.ShouldBe($"Bearer {Key}");
    }

    [Fact]
    public async Task AskAsync_WithoutAKey_SendsNone()
    {
        await using var scenario = await ModelScenario.StartAsync();

        await scenario.AskAsync();

        scenario.Stub.Chats.Single().Authorization.ShouldBeEmpty();
    }

    [Fact]
    public async Task AskAsync_AfterARefusedKey_ReadsItAgain()
    {
        await using var scenario = await ModelScenario.StartAsync(s => s.Key = "another");
        Use(scenario.Profile, fromFile: true);
        (await scenario.AskAsync().ShouldThrowAsync<ModelCallException>()).Fault.ShouldBe(ModelFault.Refused);

        await File.WriteAllTextAsync(_file, "another");

        (await scenario.AskAsync()).Text.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("secret\nsecond")]
    public async Task AskAsync_OfAKeyThatCannotBeSent_IsRefused(string? key)
    {
        Environment.SetEnvironmentVariable(Variable, key);
        await using var scenario = await ModelScenario.StartAsync();
        Use(scenario.Profile, fromFile: false);

        var thrown = await scenario.AskAsync().ShouldThrowAsync<ModelCallException>();

        thrown.Fault.ShouldBe(ModelFault.Refused);
        thrown.Message.ShouldContain(Variable);
        thrown.ToString().ShouldNotContain("secret");
    }

    [Fact]
    public async Task AskAsync_OfAMissingFile_IsRefused()
    {
        await using var scenario = await ModelScenario.StartAsync();
        scenario.Profile.KeyFile = "/nonexistent/key";

        var thrown = await scenario.AskAsync().ShouldThrowAsync<ModelCallException>();

        thrown.Fault.ShouldBe(ModelFault.Refused);
        thrown.Message.ShouldContain("/nonexistent/key");
    }

    [Fact]
    public async Task NoFailure_ShowsTheKey_InLogsOrExceptions()
    {
        var logs = new RecordedLogs();
        var services = ModelScenario.Services().AddLogging(l => l.SetMinimumLevel(LogLevel.Trace).AddProvider(logs)).BuildServiceProvider();
        await using var owned = services;
        await using var scenario = await ModelScenario.StartAsync();
        Use(scenario.Profile, fromFile: false);
        scenario.Profile.Timeout = TimeSpan.FromSeconds(1);
        var client = services.GetRequiredService<IModelClient>();
        var request = services.GetRequiredService<IWindowModel>().Compose(scenario.Profile, Windows.Of("FACT: Ada | WORKS_AT | Acme"));
        var shown = new List<string>();
        foreach (var behavior in Enum.GetValues<StubBehavior>())
        {
            scenario.Stub.Plan.Next(behavior);
            try
            {
                await client.AskAsync(scenario.Profile, request, default);
            }
            catch (ModelCallException e)
            {
                shown.Add(e.ToString());
            }
        }

        shown.Count.ShouldBeGreaterThan(10);
        shown.ShouldContain(s => s.Contains("Incorrect API key provided: Bearer ***", StringComparison.Ordinal));
        scenario.Stub.Chats.ShouldAllBe(r => r.Authorization == $"Bearer {Key}");
        shown.Concat(logs.Lines).ShouldAllBe(s => !s.Contains(Key, StringComparison.Ordinal));
        logs.Lines.ShouldAllBe(s => !s.Contains("WORKS_AT", StringComparison.Ordinal));
    }

    private void Use(ModelProfile profile, bool fromFile) =>
        (profile.KeyFile, profile.KeyVariable) = (fromFile ? _file : null, fromFile ? null : Variable);

    private sealed class RecordedLogs : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
