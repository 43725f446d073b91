using System.Text.RegularExpressions;

namespace Orleans.Batch.Dashboard.Tests.Load;

/// <summary>Open pages without browsers: each receives the live updates of one page.</summary>
internal sealed partial class Viewers : IAsyncDisposable
{
    private readonly HttpClient _http;
    private readonly CancellationTokenSource _leave = new();
    private readonly List<Task> _listening = [];
    private int _updates;

    private Viewers(HttpClient http) => _http = http;

    /// <summary>The number of updates that all of them received.</summary>
    public int Updates => Volatile.Read(ref _updates);

    public static async Task<Viewers> OpenAsync(HttpClient signedIn, string path, int count)
    {
        var page = await signedIn.GetStringAsync(new Uri(path, UriKind.Relative));
        var live = System.Net.WebUtility.HtmlDecode(LivePath().Match(page).Groups["path"].Value);
        live.ShouldNotBeEmpty($"{path} is to update itself");
        var viewers = new Viewers(signedIn);
        for (var n = 0; n < count; n++)
        {
            var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            viewers._listening.Add(viewers.ListenAsync(live, first));
            await first.Task.WaitAsync(Eventually.MaxWait);
        }

        return viewers;
    }

    public async ValueTask DisposeAsync()
    {
        await _leave.CancelAsync();
        await Task.WhenAll(_listening);
        _leave.Dispose();
    }

    private async Task ListenAsync(string path, TaskCompletionSource first)
    {
        try
        {
            using var answer = await _http.GetAsync(
                new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, _leave.Token);
            answer.EnsureSuccessStatusCode();
            using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(_leave.Token));
            while (await reader.ReadLineAsync(_leave.Token) is { } line)
            {
                if (line == "event: html")
                {
                    Interlocked.Increment(ref _updates);
                    first.TrySetResult();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // the viewer left
        }
        catch (Exception e)
        {
            first.TrySetException(e);
        }
    }

    [GeneratedRegex("data-live=\"(?<path>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LivePath();
}
