namespace Orleans.Batch.Gateway.Tests.Dashboard;

/// <summary>Pages with live updates.</summary>
public sealed class LiveTests
{
    [Fact]
    public async Task Watchers_OfOneList_ShareOneLookAndGetWhatChanged()
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await Browser.SignedInAsync(host);
        var readers = new List<StreamReader>();
        for (var i = 0; i < 5; i++)
        {
            readers.Add(new StreamReader(await browser.OpenAsync("batches/live")));
        }

        foreach (var reader in readers)
        {
            (await ReadHtmlAsync(reader)).ShouldContain($"id=\"s-{host.Service.BatchId}\"");
        }

        host.Insight.Moved.SetResult();
        foreach (var reader in readers)
        {
            (await ReadHtmlAsync(reader)).ShouldContain("77/s");
            reader.Dispose();
        }

        host.Insight.Watches.ShouldBe(1);
    }

    [Fact]
    public async Task LastWatcher_Gone_EndsTheLook()
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await Browser.SignedInAsync(host);
        for (var i = 1; i <= 2; i++)
        {
            using var reader = new StreamReader(await browser.OpenAsync("batches/live"));
            await ReadHtmlAsync(reader);
            host.Insight.Watches.ShouldBe(i);
            reader.Dispose();
            await host.WaitUntilUnwatchedAsync();
        }
    }

    [Fact]
    public async Task Stream_WithoutASession_IsRefused()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = host.NewClient();
        (await client.GetAsync(new Uri("batches/live", UriKind.Relative))).StatusCode.ShouldBe(System.Net.HttpStatusCode.Unauthorized);
        host.Insight.Watches.ShouldBe(0);
    }

    private static async Task<string> ReadHtmlAsync(StreamReader reader)
    {
        var html = new List<string>();
        while (await reader.ReadLineAsync().WaitAsync(GatewayHost.MaxWait) is { } line)
        {
            if (line.StartsWith("data: <", StringComparison.Ordinal) || (html.Count > 0 && line.Length > 0))
            {
                html.Add(line);
            }
            else if (html.Count > 0)
            {
                break;
            }
        }

        return string.Join('\n', html);
    }
}
