namespace Orleans.Batch.Dashboard.Tests.Support;

/// <summary>The machine's browser, driven by Playwright, which downloads none here.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

    private readonly IPlaywright _playwright;

    private Chromium(IPlaywright playwright, IBrowser browser) => (_playwright, Browser) = (playwright, browser);

    public IBrowser Browser { get; }

    public static async Task<Chromium> LaunchAsync()
    {
        var program = Find() ?? throw new InvalidOperationException(
            $"No Chromium is on the PATH (looked for {string.Join(", ", Names)}): the tests of the dashboard need one, on Debian 'apt-get install chromium'.");
        Assertions.SetDefaultExpectTimeout(BrowserTimeouts.Milliseconds);
        var playwright = await Playwright.CreateAsync();
        try
        {
            return new Chromium(playwright, await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = program,
                Timeout = BrowserTimeouts.Milliseconds,
                Args = Environment.IsPrivilegedProcess ? ["--no-sandbox"] : [], // its sandbox does not work for root
            }));
        }
        catch
        {
            playwright.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright.Dispose();
    }

    private static string? Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(directory => Names.Select(name => Path.Combine(directory, name)))
            .FirstOrDefault(File.Exists);
}
