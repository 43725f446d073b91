namespace Orleans.Batch.Gateway.Tests;

/// <summary>One host for a class of tests; each test starts with empty fakes.</summary>
public class HostFixture : IAsyncLifetime
{
    private GatewayHost _host = null!;

    public async Task InitializeAsync() => _host = await GatewayHost.StartAsync(Configure);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    protected virtual void Configure(BatchGatewayOptions options)
    {
    }

    internal GatewayHost Fresh()
    {
        _host.Service.Reset();
        _host.Imports.Reset();
        _host.SignIns.Reset();
        _host.Insight.Reset();
        _host.Memory.Reset();
        _host.Realtime.Reset();
        _host.Directory.Reset();
        _host.Webhooks.Calls.Clear();
        _host.Idempotency.Kept.Clear();
        _host.Idempotency.Outages = 0;
        _host.Log.Lines.Clear();
        return _host;
    }
}
