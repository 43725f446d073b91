using System.Text.Json;

namespace Orleans.Batch.Dashboard.Tests.Support;

/// <summary>
/// Pictures of the pages for the documentation, taken during the tests when the environment variable
/// <c>DASHBOARD_SCREENSHOTS</c> names a directory.
/// </summary>
internal static class Screenshots
{
    private const int TallestPixels = 1_300;

    // One picture of a kind: confirmation pages are alike, and so are empty pages.
    private static readonly string[] LeftOut =
    [
        "sign-in-refused", "delete", "cancel", "webhook-delete", "webhook-new", "validation", "batch-draft", "batch-invalid", "users", "entities", "episodes",
        "new-batch-empty", "traffic-empty", "graphs-empty", "users-empty", "webhooks-empty",
    ];

    private static readonly string? Directory = Environment.GetEnvironmentVariable("DASHBOARD_SCREENSHOTS");

    public static async Task TakeAsync(IPage page, string name, DisplayProfile profile)
    {
        if (Directory is not { Length: > 0 } directory || LeftOut.Contains(name))
        {
            return;
        }

        var height = await page.EvaluateAsync<int>("document.documentElement.scrollHeight");
        var devTools = await page.Context.NewCDPSessionAsync(page); // Playwright's own pictures are PNG or JPEG: three times as large
        var answer = await devTools.SendAsync("Page.captureScreenshot", new Dictionary<string, object>
        {
            ["format"] = "webp",
            ["quality"] = 55,
            ["captureBeyondViewport"] = true,
            ["clip"] = new Dictionary<string, object>
            {
                ["x"] = 0, ["y"] = 0, ["width"] = profile.Width, ["height"] = Math.Min(height, TallestPixels), ["scale"] = 1,
            },
        });
        System.IO.Directory.CreateDirectory(directory);
        var picture = ((JsonElement)answer!).GetProperty("data").GetBytesFromBase64();
        await File.WriteAllBytesAsync(Path.Combine(directory, $"{name}-{profile.Name}.webp"), picture);
    }
}
