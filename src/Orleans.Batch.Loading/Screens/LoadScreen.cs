using Spectre.Console;

namespace Orleans.Batch.Loading;

/// <summary>
/// Shows a load while it runs: bars on a terminal, a line every two seconds elsewhere. Where a model extracts, storing and extracting
/// are shown apart.
/// </summary>
internal sealed class LoadScreen(IAnsiConsole console, LoadProgress progress, TimeProvider time)
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(2);

    /// <summary>Shows progress until the work is done, and returns its result.</summary>
    public async Task<T> ShowAsync<T>(Func<Task<T>> run)
    {
        if (!console.Profile.Capabilities.Interactive || !console.Profile.Capabilities.Ansi)
        {
            return await ShowLinesAsync(run());
        }

        return await console.Progress()
            .HideCompleted(false)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn { Width = 24 }, new PercentageColumn(), new ItemRateColumn(), new RemainingTimeColumn())
            .StartAsync(context => ShowBarsAsync(context, run()));
    }

    private async Task<T> ShowBarsAsync<T>(ProgressContext context, Task<T> work)
    {
        var loading = context.AddTask("loading", autoStart: false);
        var processing = context.AddTask("processing", autoStart: false);
        var destinations = progress.DestinationTotal > 0 ? context.AddTaskBefore("destinations", loading) : null;
        ProgressTask? storing = null;
        while (true)
        {
            var done = work.IsCompleted;
            if (progress.IsByModel && storing is null)
            {
                storing = context.AddTaskBefore("storing", processing, autoStart: false);
                processing.Description = "extracting";
            }

            Update(destinations, progress.Destinations, progress.DestinationTotal);
            Update(loading, progress.Sent, progress.ItemTotal);
            Update(storing, progress.Stored, progress.ItemTotal);
            Update(processing, progress.Ended, progress.ItemTotal);
            progress.WriteNotes(console);
            if (done)
            {
                return await work;
            }

            await Task.WhenAny(work, Task.Delay(Frame, time));
        }
    }

    private static void Update(ProgressTask? bar, long value, long total)
    {
        if (bar is null)
        {
            return;
        }

        bar.MaxValue = Math.Max(1, total);
        if (value > 0)
        {
            // A bar's clock starts at its first item, so that the rate and the time left do not include the wait.
            bar.StartTask();
            bar.Value = value;
        }
    }

    private async Task<T> ShowLinesAsync<T>(Task<T> work)
    {
        var began = time.GetTimestamp();
        var last = "";
        while (!work.IsCompleted)
        {
            await Task.WhenAny(work, Task.Delay(LineEvery, time));
            progress.WriteNotes(console);
            began = progress.Sent == 0 ? time.GetTimestamp() : began;
            var line = ProgressLine.Format(progress, time.GetElapsedTime(began));
            if (line != last)
            {
                console.WriteLine(line);
            }

            last = line;
        }

        return await work;
    }
}
