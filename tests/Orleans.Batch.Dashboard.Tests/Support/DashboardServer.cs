using Orleans.Batch.PostgreSql.Projects;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Dashboard.Tests.Support;

/// <summary>The real server on its own database.</summary>
public sealed class DashboardServer : IAsyncDisposable
{
    private static int _projects;

    private readonly TemporaryDataDirectory _data = new();
    private readonly (string, string?)[] _settings;
    private RunningServer? _server;

    private DashboardServer(TestDatabase database, (string Name, string? Value)[] settings)
    {
        Database = database;
        _settings = [("ConnectionStrings__Batch", database.ConnectionString), .. settings];
    }

    public TestDatabase Database { get; }

    public RunningServer Process => _server ?? throw new InvalidOperationException("StartAsync has not run");

    public string Url => Process.Url;

    /// <summary>The secret of the operator's pages.</summary>
    public string OperatorSecret => File.ReadAllText(_data.In("secrets", "operator-secret")).Trim();

    private ProjectStore Projects => new(Database.Database, new KeyCache(TimeProvider.System));

    public static async Task<DashboardServer> StartAsync(params (string Name, string? Value)[] settings)
    {
        var server = new DashboardServer(await TestDatabase.CreateAsync(), settings);
        server._server = await RunningServer.ServeAsync(server._data, server._settings);
        return server;
    }

    /// <summary>Creates a project that no other test uses, and its key.</summary>
    public async Task<NewApiKey> NewProjectAsync(string? name = null)
    {
        name ??= $"project-{Interlocked.Increment(ref _projects)}";
        await Projects.CreateProjectAsync(name, ExtractionMode.Deterministic, default);
        return await Projects.CreateKeyAsync(name, default);
    }

    public async Task RevokeAsync(NewApiKey key) => await Projects.RevokeKeyAsync(key.Key.KeyId.ToString(), default);

    /// <summary>Stops the server; its address stays reserved.</summary>
    public async Task StopAsync() => (await Process.StopAsync()).ShouldBe(0, Process.Output);

    /// <summary>Starts the server again after <see cref="StopAsync"/>, at the same address.</summary>
    public async Task StartAgainAsync()
    {
        var before = Process;
        _server = await RunningServer.ServeAsync(_data, before.Port, _settings);
        before.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        _server?.Dispose();
        _data.Dispose();
        await Database.DisposeAsync();
    }
}
