namespace Orleans.Batch.Dashboard.Tests.Support;

/// <summary>What all tests of one run share: a browser, and a server that they divide into projects.</summary>
public sealed class Stage : IAsyncLifetime
{
    private Chromium? _chromium;
    private DashboardServer? _server;

    public IBrowser Browser => _chromium!.Browser;

    public DashboardServer Server => _server!;

    public async Task InitializeAsync()
    {
        _chromium = await Chromium.LaunchAsync();
        _server = await DashboardServer.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_chromium is not null)
        {
            await _chromium.DisposeAsync();
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}

[CollectionDefinition(Name)]
public sealed class OnStage : ICollectionFixture<Stage>
{
    public const string Name = "the stage";
}
