namespace Orleans.Batch.Dashboard.Tests.Support;

/// <summary>How long the browser waits for anything at all: <see cref="Eventually.Patience"/>, which judges nothing.</summary>
internal static class Patience
{
    /// <summary>As Playwright takes it.</summary>
    public static float Milliseconds => (float)Eventually.Patience.TotalMilliseconds;
}
