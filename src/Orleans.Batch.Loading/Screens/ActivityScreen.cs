using Spectre.Console;

namespace Orleans.Batch.Loading;

/// <summary>Shows work of unknown size: a line that is updated on a terminal, one every two seconds elsewhere.</summary>
internal sealed class ActivityScreen(IAnsiConsole console, LoadProgress progress, TimeProvider time)
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(2);

    /// <summary>Shows what is done until the work is over, and returns its result.</summary>
    /// <param name="run">The work.</param>
    /// <param name="state">The progress after this time, as text.</param>
    public async Task<T> ShowAsync<T>(Func<Task<T>> run, Func<TimeSpan, string> state)
    {
        var began = time.GetTimestamp();
        if (!console.Profile.Capabilities.Interactive || !console.Profile.Capabilities.Ansi)
        {
            return await WatchAsync(run(), LineEvery, () => console.WriteLine(state(time.GetElapsedTime(began))));
        }

        return await console.Status().StartAsync(Markup.Escape(state(TimeSpan.Zero)), status => WatchAsync(
            run(), Frame, () => status.Status = Markup.Escape(state(time.GetElapsedTime(began)))));
    }

    private async Task<T> WatchAsync<T>(Task<T> work, TimeSpan every, Action show)
    {
        while (await Task.WhenAny(work, Task.Delay(every, time)) != work)
        {
            progress.WriteNotes(console);
            show();
        }

        progress.WriteNotes(console);
        return await work;
    }
}
