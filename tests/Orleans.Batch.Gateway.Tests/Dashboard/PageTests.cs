namespace Orleans.Batch.Gateway.Tests.Dashboard;

/// <summary>The headers and contents of pages, successful ones and errors.</summary>
public sealed class PageTests(HostFixture fixture) : IClassFixture<HostFixture>
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    [Theory]
    [InlineData("sign-in", 200)]
    [InlineData("batches", 200)]
    [InlineData("batches?status=nonsense", 400)]
    [InlineData("batches/{id}", 200)]
    [InlineData("batches/{id}/items", 200)]
    [InlineData("batches/{id}/cancel", 200)]
    [InlineData("batches/{id}/delete", 200)]
    [InlineData("batches/{id}/retry", 200)]
    [InlineData("batches/7ce8b3a9-0000-7000-8000-000000000000", 404)]
    [InlineData("no/such/page", 404)]
    public async Task EveryPage_IsStrictAndNotCached(string path, int status)
    {
        var host = fixture.Fresh();
        using var browser = await Browser.SignedInAsync(host);
        var answer = await browser.GetAsync(path.Replace("{id}", host.Service.BatchId.ToString()));

        answer.Status.ShouldBe(status);
        answer.Headers["Content-Type"].Single().ShouldBe("text/html; charset=utf-8");
        answer.Headers["Content-Security-Policy"].Single().ShouldBe(Policy);
        answer.Headers["X-Content-Type-Options"].Single().ShouldBe("nosniff");
        answer.Headers["Referrer-Policy"].Single().ShouldBe("same-origin");
        answer.Headers["Cache-Control"].Single().ShouldBe("no-store");
        answer.Body.ShouldStartWith("<!DOCTYPE html>");
        answer.Body.ShouldNotContain(" style=");
        answer.Body.ShouldNotContain(" onclick=");
        answer.Body.ShouldNotContain("<script>");
    }

    [Theory]
    [InlineData("batches/7ce8b3a9-0000-7000-8000-000000000000", true)]
    [InlineData("no/such/page", false)]
    public async Task MissingPage_OnlyAnObjectMayHaveBeenDeleted(string path, bool isObject)
    {
        using var browser = await Browser.SignedInAsync(fixture.Fresh());

        (await browser.GetAsync(path)).Body.Contains("may have been deleted", StringComparison.Ordinal).ShouldBe(isObject);
    }

    [Fact]
    public async Task Assets_AreKeptForGoodUnderTheNameOfTheirContent()
    {
        var host = fixture.Fresh();
        using var browser = new Browser(host.Address);
        var page = (await browser.GetAsync("sign-in")).Body;
        foreach (var name in (string[])["dashboard.css", "dashboard.js"])
        {
            var end = page.IndexOf(name, StringComparison.Ordinal) + name.Length;
            var path = page[(page.LastIndexOf('"', end - 1) + 1)..end];
            var asset = await browser.GetAsync(path);
            asset.Status.ShouldBe(200);
            asset.Headers["Cache-Control"].Single().ShouldBe("public, max-age=31536000, immutable");
            asset.Headers["X-Content-Type-Options"].Single().ShouldBe("nosniff");
            (await browser.GetAsync($"assets/0000000000000000/{name}")).Status.ShouldBe(404);
        }
    }

    [Fact]
    public async Task Texts_FullOfMarkupAndMarks_AreShownAsText()
    {
        var host = fixture.Fresh();
        using var browser = await Browser.SignedInAsync(host);
        var nasty = "</title><script>alert(1)</script>\" onload=\"x\u202egnp\u0007" + new string('W', 10_000);
        host.Service.Created.Add(new NewBatch { Metadata = new JsonText(System.Text.Json.JsonSerializer.Serialize(new { name = nasty, other = nasty })) });

        foreach (var path in (string[])["batches", $"batches/{host.Service.BatchId}"])
        {
            var body = (await browser.GetAsync(path)).Body;
            body.ShouldNotContain("<script>alert");
            body.ShouldNotContain("\u202e");
            body.ShouldNotContain("\u0007");
            body.ShouldContain("&#x27E8;U&#x2B;202E&#x27E9;gnp", Case.Insensitive, "or its letters as they are: " + body[..500]);
        }
    }

    [Fact]
    public async Task Action_Refused_SaysWhyAndLeadsBack()
    {
        var host = fixture.Fresh();
        using var browser = await Browser.SignedInAsync(host);
        host.Service.Fault = BatchServiceException.Conflict(ErrorCodes.AlreadyEnded, "the batch has ended <already>");
        var answer = await browser.SubmitAsync($"batches/{host.Service.BatchId}/pause");
        answer.Status.ShouldBe(409);
        answer.Body.ShouldContain("the batch has ended &lt;already&gt;");
        answer.Body.ShouldContain($"href=\"/batches/{host.Service.BatchId}\"");
    }

    [Fact]
    public async Task BatchWithProposal_ShowsItsChangesAndCanBeApplied()
    {
        var host = fixture.Fresh();
        host.Service.Ended = true;
        host.Service.Proposal = new FactProposal { State = ProposalState.Open, Episodes = 3, ChangedFacts = 1, UnchangedFacts = 41 };
        using var browser = await Browser.SignedInAsync(host);

        var page = (await browser.GetAsync($"batches/{host.Service.BatchId}")).Body;
        page.ShouldContain("Nothing in the graphs has changed yet");
        page.ShouldContain("Ann likes Tea, from 2026-10-10");
        page.ShouldContain("Ann likes 7");
        page.ShouldContain("id=\"act-discard\"");

        var answer = await browser.SubmitAsync($"batches/{host.Service.BatchId}/apply");
        (answer.Status, answer.Headers["Location"].Single()).ShouldBe((303, $"/batches/{host.Service.BatchId}"));
    }

    [Fact]
    public async Task Action_Done_IsSaidOnceOnTheNextPageAndNotInItsAddress()
    {
        var host = fixture.Fresh();
        using var browser = await Browser.SignedInAsync(host);
        var answer = await browser.SubmitAsync($"batches/{host.Service.BatchId}/delete");
        answer.Status.ShouldBe(303);
        answer.Headers["Location"].Single().ShouldBe("/batches");

        var said = $"Batch {host.Service.BatchId} was deleted with its items.";
        (await browser.GetAsync("batches")).Body.ShouldContain(said);
        (await browser.GetAsync("batches")).Body.ShouldNotContain(said);
    }

    [Fact]
    public async Task Notice_NotSealedForThisSession_IsNotShown()
    {
        var host = fixture.Fresh();
        using var browser = await Browser.SignedInAsync(host);
        using var other = await Browser.SignedInAsync(host);
        await other.SubmitAsync($"batches/{host.Service.BatchId}/delete");
        var cookie = other.Cookies.GetCookies(host.Address)["batch_notice"].ShouldNotBeNull();
        browser.Cookies.Add(host.Address, new System.Net.Cookie("batch_notice", cookie.Value));
        (await browser.GetAsync("batches")).Body.ShouldNotContain("was deleted");

        foreach (var junk in (string[])["x", ".", "a.b.c", "%%%.%%%"])
        {
            browser.Cookies.Add(host.Address, new System.Net.Cookie("batch_notice", junk));
            (await browser.GetAsync("batches")).Status.ShouldBe(200);
        }
    }

    [Fact]
    public async Task DatabaseAway_IsAPageForPeopleAndJsonForPrograms()
    {
        var host = fixture.Fresh();
        using var browser = await Browser.SignedInAsync(host);
        host.SignIns.Fault = host.Service.Fault = new BatchServiceException(
            ErrorKind.Unavailable, ErrorCodes.Unavailable, "the database cannot be reached; try again in a moment");

        foreach (var path in (string[])["batches", "no/such/page"])
        {
            var page = await browser.GetAsync(path);
            page.Headers["Content-Type"].Single().ShouldStartWith("text/html");
        }

        var away = await browser.GetAsync("batches");
        away.Status.ShouldBe(503);
        away.Headers["Retry-After"].ShouldNotBeEmpty();
        away.Body.ShouldContain("Nothing is lost");
        (await browser.PostAsync("sign-in", ("key", FakeService.Key))).Status.ShouldBe(503);
        (await browser.GetAsync("api/v2/batches")).ShouldBeError(401, "unauthorized");
        (await host.GetAsync("api/v2/batches")).ShouldBeError(503, "unavailable");
    }

    [Fact]
    public async Task Fault_OfTheServer_SaysNothingOfIt()
    {
        var host = fixture.Fresh();
        using var browser = await Browser.SignedInAsync(host);
        host.Service.Fault = new InvalidOperationException("secret detail");
        var answer = await browser.GetAsync("batches");
        answer.Status.ShouldBe(500);
        answer.Body.ShouldNotContain("secret detail");
        answer.Body.ShouldContain(answer.Headers["x-request-id"].Single());
    }
}
