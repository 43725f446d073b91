using System.Globalization;
using Microsoft.AspNetCore.Http;
using Orleans.Batch.TestKit.Webhooks;

namespace Orleans.Batch.Dashboard.Tests.Support;

/// <summary>Shared by all tests of a run: a browser, a server that they divide into projects, a webhook receiver.</summary>
public sealed class DashboardFixture : IAsyncLifetime
{
    private Chromium? _chromium;
    private LoopbackReceiver? _receiver;
    private DashboardServer? _server;

    public IBrowser Browser => _chromium!.Browser;

    public DashboardServer Server => _server!;

    /// <summary>The address of the webhook receiver; it refuses messages under <c>broken</c>.</summary>
    public string ReceiverUrl => _receiver!.Url;

    public async Task InitializeAsync()
    {
        _chromium = await Chromium.LaunchAsync();
        _receiver = await LoopbackReceiver.StartAsync((_, http) => http.Request.Path == "/broken" ? RefuseAsync(http) : Task.CompletedTask);
        _server = await DashboardServer.StartAsync(
            ("Webhooks__Allow__0__Network", "127.0.0.1/32"),
            ("Webhooks__Allow__0__Port", _receiver.Port.ToString(CultureInfo.InvariantCulture)));
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

        if (_receiver is not null)
        {
            await _receiver.DisposeAsync();
        }
    }

    private static Task RefuseAsync(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return http.Response.WriteAsync("down for maintenance");
    }
}

[CollectionDefinition(Name)]
public sealed class DashboardCollection : ICollectionFixture<DashboardFixture>
{
    public const string Name = "dashboard";
}
