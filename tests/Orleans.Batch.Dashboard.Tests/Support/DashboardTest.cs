namespace Orleans.Batch.Dashboard.Tests.Support;

/// <summary>
/// A test with a project and a browser window of its own. Whatever else it looks at, it also fails when a page
/// complained in the console, broke its content-security policy or asked another host for anything.
/// </summary>
[Collection(DashboardCollection.Name)]
public abstract class DashboardTest(DashboardFixture fixture) : IAsyncLifetime
{
    private readonly List<(IBrowserContext Context, PageWatch Watch, string Url)> _windows = [];
    private NewApiKey? _key;
    private Api? _api;

    protected IBrowser Browser => fixture.Browser;

    protected DashboardServer Server => fixture.Server;

    protected string ReceiverUrl => fixture.ReceiverUrl;

    /// <summary>The key of this test's project.</summary>
    protected string Key => _key!.Secret;

    protected Task RevokeKeyAsync() => Server.RevokeAsync(_key!);

    protected string ProjectName => _key!.Key.ProjectName;

    /// <summary>The API, for what a page is to show.</summary>
    protected Api Api => _api!;

    public virtual async Task InitializeAsync()
    {
        _key = await Server.NewProjectAsync();
        _api = new Api(Server.Url, Key);
    }

    public virtual async Task DisposeAsync()
    {
        foreach (var (context, _, _) in _windows)
        {
            await context.DisposeAsync();
        }

        _api!.Dispose();
        foreach (var (_, watch, url) in _windows)
        {
            watch.ShouldBeClean(url);
        }
    }

    /// <summary>A window of a browser that was never here before.</summary>
    protected async Task<(IPage Page, PageWatch Watch)> NewWindowAsync(bool script = true, DashboardServer? server = null)
    {
        var url = (server ?? Server).Url;
        var context = await Browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = url,
            ViewportSize = new ViewportSize { Width = DisplayProfile.Desktop.Width, Height = DisplayProfile.Desktop.Height },
            ColorScheme = DisplayProfile.Desktop.Scheme,
            ReducedMotion = ReducedMotion.Reduce,
            JavaScriptEnabled = script,
            Locale = "en-GB",
            TimezoneId = "UTC",
        });
        context.SetDefaultTimeout(BrowserTimeouts.Milliseconds);
        var watch = PageWatch.Over(context);
        _windows.Add((context, watch, url));
        return (await context.NewPageAsync(), watch);
    }

    /// <summary>A window that has signed in to this test's project.</summary>
    protected async Task<IPage> SignInAsync(bool script = true)
    {
        var (page, _) = await NewWindowAsync(script);
        await page.SignInAsync(Key);
        return page;
    }
}
