namespace Orleans.Batch.Gateway.Tests.Dashboard;

/// <summary>Live traffic, graphs and webhooks as pages.</summary>
public sealed class SectionTests
{
    [Fact]
    public async Task Traffic_ShowsFiguresAndCharts_AndKeepsThemUpToDate()
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await Browser.SignedInAsync(host);

        var page = await browser.GetAsync("traffic");
        page.Status.ShouldBe(200);
        page.Body.ShouldContain("p50 2.5 ms, p95 8 ms, p99 12.5 ms");
        page.Body.ShouldContain("57,500/s");
        page.Body.ShouldContain("role=\"img\"");
        page.Body.ShouldNotContain("style=");
        page.Body.ShouldNotContain("<tbody id"); // a fragment could not tell such rows apart

        using var reader = new StreamReader(await browser.OpenAsync("traffic/live"));
        for (string? line = null; line?.Contains("id=\"traffic-rows\"", StringComparison.Ordinal) != true;)
        {
            line = await reader.ReadLineAsync() ?? throw new EndOfStreamException();
        }
    }

    [Fact]
    public async Task Graph_OfAnyId_ShowsFactsWithTheirValidityAndSource()
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await Browser.SignedInAsync(host);

        var list = await browser.GetAsync("graphs?q=x");
        list.Body.ShouldContain("href=\"/graphs/one?graph=a%2Fb%20%26%3Ci%3E\"");
        list.Body.ShouldContain("1,000&#x2B;");
        list.Body.ShouldContain("cursor=a%2Fb");

        var page = await browser.GetAsync("graphs/one?graph=a%2Fb%20%26%3Ci%3E");
        page.Status.ShouldBe(200, page.Body);
        page.Body.ShouldContain("Avery &lt;b&gt; plan pro");
        page.Body.ShouldContain("class=\"validity\"");
        page.Body.ShouldContain("still valid");
        page.Body.ShouldContain($"/batches/{host.Service.BatchId}/items/{BatchItemId.Create(host.Service.BatchId, 5)}");
        (await browser.GetAsync("graphs/one?graph=a%2Fb%20%26%3Ci%3E&view=entities")).Body.ShouldContain("1e400");
        (await browser.GetAsync("graphs/one?graph=a%2Fb%20%26%3Ci%3E&view=episodes")).Status.ShouldBe(200);
        (await browser.GetAsync($"graphs/one?graph=a%2Fb%20%26%3Ci%3E&entity={FakeMemory.Node.Uuid}")).Body.ShouldContain("Facts about");
        (await browser.GetAsync("graphs/one?graph=other")).Status.ShouldBe(404);
        (await browser.GetAsync("graphs/one")).Status.ShouldBe(404);
        (await browser.GetAsync("graphs?kind=users")).Body.ShouldContain("No users yet");
    }

    [Fact]
    public async Task Episode_ShowsWhatItSaysAndWhereItCameFrom()
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await Browser.SignedInAsync(host);

        var page = await browser.GetAsync($"graphs/episodes/{FakeMemory.Episode.Uuid}");

        page.Status.ShouldBe(200, page.Body);
        page.Body.ShouldContain("Facts it says");
        page.Body.ShouldContain($"/batches/{host.Service.BatchId}/items/");
    }

    [Fact]
    public async Task Secret_IsInTheAnswerToTheFormAlone()
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await Browser.SignedInAsync(host);
        var one = $"webhooks/{FakeWebhooks.EndpointId}";

        var made = await browser.SubmitAsync("webhooks/new", ("url", "https://hooks.example.com/in"), ("events", WebhookEvents.BatchCompleted));
        made.Status.ShouldBe(200);
        made.Body.ShouldContain(FakeWebhooks.Secret);
        made.Headers["Cache-Control"].Single().ShouldContain("no-store");
        made.Headers["Set-Cookie"].ShouldBeEmpty();
        (await browser.SubmitAsync(one + "/rotate-secret")).Body.ShouldContain(FakeWebhooks.Secret);
        foreach (var path in (string[])["webhooks", one, one + "/change", one + "/delete", one + "/rotate-secret"])
        {
            var page = await browser.GetAsync(path);
            page.Status.ShouldBe(200, page.Body);
            page.Body.ShouldNotContain(FakeWebhooks.Secret);
        }
    }

    [Fact]
    public async Task WebhookActions_DoAndSayWhatTheyDid()
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await Browser.SignedInAsync(host);
        var one = $"webhooks/{FakeWebhooks.EndpointId}";
        var log = await browser.GetAsync(one);
        log.Body.ShouldContain("nothing but failures");
        log.Body.ShouldContain("failed finally, 500");
        log.Body.ShouldContain("&#xF6;ps");

        await SaysAsync(browser, one + "/test", "test message");
        await SaysAsync(browser, $"{one}/resend/{FakeWebhooks.MessageId}", "to 3 endpoints");
        await SaysAsync(browser, one + "/recover", "7 messages", ("days", "7"));
        await SaysAsync(browser, one + "/disable", "is disabled");
        host.Webhooks.Calls.OfType<WebhookEndpointFields>().Last().Enabled.ShouldBe(false);
        await SaysAsync(browser, one + "/enable", "is enabled");
        await SaysAsync(browser, one + "/delete", "was deleted");
    }

    private static async Task SaysAsync(Browser browser, string action, string said, params (string, string)[] fields)
    {
        var answer = await browser.SubmitAsync(action, fields);
        answer.Status.ShouldBe(303, answer.Body);
        (await browser.GetAsync(answer.Headers["Location"].Single().TrimStart('/'))).Body.ShouldContain(said);
    }
}
