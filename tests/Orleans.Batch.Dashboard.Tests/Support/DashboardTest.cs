namespace Orleans.Batch.Dashboard.Tests.Support;

/// <summary>
/// A test with its own project and browser window. It also fails if a page
/// wrote to the console, violated its content-security policy or requested another host.
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

    /// <summary>The API, for creating the content of pages.</summary>
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

    /// <summary>Opens a window of a browser without any state.</summary>
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

    /// <summary>Opens a window that has signed in to this test's project.</summary>
    protected async Task<IPage> SignInAsync(bool script = true)
    {
        var (page, _) = await NewWindowAsync(script);
        await page.SignInAsync(Key);
        return page;
    }
}
