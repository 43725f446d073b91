namespace Orleans.Batch.Dashboard.Tests.Support;

/// <summary>How long the browser waits for anything at all: <see cref="Eventually.MaxWait"/>, which judges nothing.</summary>
internal static class BrowserTimeouts
{
    /// <summary>As Playwright takes it.</summary>
    public static float Milliseconds => (float)Eventually.MaxWait.TotalMilliseconds;
}
