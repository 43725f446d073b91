namespace Orleans.Batch.Dashboard.Tests;

/// <summary>Checks of the browser and of <see cref="PageWatch"/>, which the other tests rely on.</summary>
public sealed class ChromiumTests(DashboardFixture fixture) : DashboardTest(fixture)
{
    [Theory]
    [InlineData("<meta http-equiv='Content-Security-Policy' content=\"script-src 'none'\"><script>document.title = 1</script>", "Content Security Policy")]
    [InlineData("<script>throw new Error('of a script')</script>", "of a script")]
    [InlineData("<script>console.warn('a word')</script>", "a word")]
    [InlineData("<img src='http://127.0.0.1:1/away.png' alt=''>", "request failed")]
    [InlineData("<img src='http://127.0.0.1:1/away.png' alt=''>", "other host")]
    public async Task Watch_APageThatComplains_SaysSo(string page, string complaint)
    {
        await using var context = await Browser.NewContextAsync();
        var watch = PageWatch.Over(context);
        var window = await context.NewPageAsync();
        watch.ShouldBeClean(Server.Url);

        if (complaint == "other host")
        {
            watch.Forgive("127.0.0.1:1");
        }

        await window.SetContentAsync(page);
        await Eventually.TrueAsync(
            () =>
            {
                Should.Throw<ShouldAssertException>(() => watch.ShouldBeClean(Server.Url)).Message.ShouldContain(complaint);
                return Task.FromResult(true);
            });
    }
}
