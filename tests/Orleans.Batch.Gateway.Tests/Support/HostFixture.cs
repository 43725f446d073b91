namespace Orleans.Batch.Gateway.Tests;

/// <summary>One host for a class of tests; each test begins with the fakes empty.</summary>
public sealed class HostFixture : IAsyncLifetime
{
    private GatewayHost _host = null!;

    public async Task InitializeAsync() => _host = await GatewayHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    internal GatewayHost Fresh()
    {
        _host.Service.Reset();
        _host.Memory.Reset();
        _host.Realtime.Reset();
        _host.Webhooks.Calls.Clear();
        _host.Idempotency.Kept.Clear();
        _host.Log.Lines.Clear();
        return _host;
    }
}
