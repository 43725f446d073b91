namespace Orleans.Batch.Dashboard.Tests.Support;

/// <summary>The limit of every wait of the browser: <see cref="Eventually.MaxWait"/>, which is not an assertion.</summary>
internal static class BrowserTimeouts
{
    /// <summary>In Playwright's unit.</summary>
    public static float Milliseconds => (float)Eventually.MaxWait.TotalMilliseconds;
}
