using Microsoft.Extensions.Time.Testing;

namespace Orleans.Batch.Gateway.Tests.Dashboard;

/// <summary>Access to the dashboard, and protection of a session against other sites' pages.</summary>
public sealed class DoorTests(HostFixture fixture) : IClassFixture<HostFixture>
{
    public static TheoryData<string> Pages => ["batches", "batches/live", "batches/{id}", "batches/{id}/items", "batches/{id}/cancel",
        "traffic", "traffic/live", "graphs", "graphs/one", "webhooks", "batches/new"];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_WithoutASession_LeadsToSignInAndBack(string page)
    {
        var host = fixture.Fresh();
        using var browser = new Browser(host.Address);
        var path = page.Replace("{id}", host.Service.BatchId.ToString());

        var answer = await browser.GetAsync(path + "?q=a%20b");
        answer.Status.ShouldBe(302);
        answer.Headers["Location"].Single().ShouldBe("/sign-in?return=" + Uri.EscapeDataString($"/{path}?q=a%20b"));
        host.Insight.Lists.ShouldBeEmpty();
    }

    [Fact]
    public async Task SignIn_RightKey_SetsACookieThatNoScriptAndNoOtherSiteCanUse()
    {
        var host = fixture.Fresh();
        using var browser = new Browser(host.Address);

        var answer = await browser.PostAsync("sign-in", [("X-Forwarded-Proto", "https")], ("key", " " + FakeService.Key + " "), ("return", "/batches?status=draft"));
        answer.Status.ShouldBe(303);
        answer.Headers["Location"].Single().ShouldBe("/batches?status=draft");
        var cookie = answer.Headers["Set-Cookie"].Single();
        cookie.ShouldMatch(@"^batch_session=token-\d+;");
        foreach (var flag in (string[])["httponly", "samesite=strict", "secure", "path=/", "max-age=43200"])
        {
            cookie.ShouldContain(flag);
        }

        cookie.ShouldNotContain("domain");
    }

    [Theory]
    [InlineData("//evil.example/")]
    [InlineData("https://evil.example/")]
    [InlineData("/\\evil.example")]
    [InlineData("/\tbatches")]
    [InlineData("javascript:alert(1)")]
    [InlineData("")]
    public async Task SignIn_ReturnToElsewhere_LeadsToTheFirstPage(string back)
    {
        var host = fixture.Fresh();
        using var browser = new Browser(host.Address);
        (await browser.PostAsync("sign-in", ("key", FakeService.Key), ("return", back))).Headers["Location"].Single().ShouldBe("/batches");
    }

    [Fact]
    public async Task SignIn_WrongKeys_AreStoppedWithThoseOfTheApi()
    {
        await using var host = await GatewayHost.StartAsync(static o => o.RefusedKeysPerMinute = 4, new FakeTimeProvider());
        using var browser = new Browser(host.Address);
        using var api = host.NewClient();
        api.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Api-Key wrong-one");
        for (var i = 0; i < 2; i++)
        {
            (await browser.PostAsync("sign-in", ("key", "wrong"))).Status.ShouldBe(401);
            (await api.GetAsync(new Uri("api/v2/batches", UriKind.Relative))).StatusCode.ShouldBe(System.Net.HttpStatusCode.Unauthorized);
        }

        var refused = await browser.PostAsync("sign-in", ("key", "wrong"));
        refused.Status.ShouldBe(429);
        refused.Headers["Retry-After"].ShouldNotBeEmpty();
        refused.Body.ShouldContain("Too many keys");
        host.SignIns.Begun.ShouldBe(0, "a wrong key is only looked up");
        (await browser.PostAsync("sign-in", ("key", FakeService.Key))).Status.ShouldBe(303, "a valid key is never refused");
    }

    [Fact]
    public async Task SignOut_EndsTheSessionAndTakesTheCookieBack()
    {
        var host = fixture.Fresh();
        using var browser = await Browser.SignedInAsync(host);
        using var thief = new Browser(host.Address);
        thief.Cookies.Add(browser.Cookies.GetCookies(host.Address));

        var answer = await browser.SubmitAsync("sign-out");
        answer.Status.ShouldBe(303);
        answer.Headers["Set-Cookie"].ShouldContain(c => c.StartsWith("batch_session=;", StringComparison.Ordinal));
        (await thief.GetAsync("batches")).Status.ShouldBe(302);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    public async Task Form_FromAnotherSite_ChangesNothing(string header, string value)
    {
        var host = fixture.Fresh();
        using var browser = await Browser.SignedInAsync(host);

        var answer = await browser.PostAsync("sign-out", [(header, value)], ("form_token", browser.FormToken));
        answer.Status.ShouldBe(403);
        answer.Body.ShouldContain("another site");
        (await browser.PostAsync("sign-in", [(header, value)], ("key", FakeService.Key))).Status.ShouldBe(403);
        (await browser.GetAsync("batches")).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("sign-out")]
    [InlineData("theme")]
    [InlineData("batches/{id}/process")]
    [InlineData("batches/{id}/pause")]
    [InlineData("batches/{id}/apply")]
    [InlineData("batches/{id}/discard")]
    [InlineData("batches/{id}/delete")]
    [InlineData("batches/{id}/retry")]
    [InlineData("batches/new/{id}/process")]
    [InlineData("webhooks/new")]
    [InlineData("webhooks/{id}/delete")]
    [InlineData("webhooks/{id}/rotate-secret")]
    [InlineData("webhooks/{id}/test")]
    public async Task Form_WithoutThisSessionsToken_ChangesNothing(string path)
    {
        var host = fixture.Fresh();
        using var browser = await Browser.SignedInAsync(host);
        using var other = await Browser.SignedInAsync(host);
        host.Service.Fault = new InvalidOperationException("something was changed");
        path = path.Replace("{id}", host.Service.BatchId.ToString());

        (await browser.PostAsync(path)).Status.ShouldBe(403);
        (await browser.PostAsync(path, ("form_token", other.FormToken))).Status.ShouldBe(403);
        browser.FormToken.ShouldNotBe(other.FormToken);
    }

    [Fact]
    public async Task Form_OfOurOwn_IsTakenByPlainHttpFromAnotherMachineToo()
    {
        var host = fixture.Fresh();
        using var browser = await Browser.SignedInAsync(host);
        var origin = host.Address.GetLeftPart(UriPartial.Authority);
        (await browser.PostAsync("theme", [("Origin", origin)], ("form_token", browser.FormToken), ("theme", "dark"))).Status.ShouldBe(303);
        (await browser.GetAsync("batches")).Body.ShouldContain("data-theme=\"dark\"");
    }

    [Fact]
    public async Task Link_FromAnotherSite_IsAskedForOnceMoreFromHere()
    {
        var host = fixture.Fresh();
        using var browser = new Browser(host.Address); // the browser did not send its strict cookies
        var answer = await browser.GetAsync("batches?q=%22%3E", ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"));
        answer.Status.ShouldBe(200);
        answer.Body.ShouldContain("http-equiv=\"refresh\" content=\"0; url=/batches?q=%22%3E\"");
    }
}
