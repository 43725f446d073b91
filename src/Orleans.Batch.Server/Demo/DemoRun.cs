using Orleans.Batch.Loading;
using Spectre.Console;

namespace Orleans.Batch.Server.Demo;

/// <summary>Generates a support history, loads it over HTTP like any client, and reports the result.</summary>
internal sealed class DemoRun(IAnsiConsole console, TimeProvider time, LoadLimits limits)
{
    /// <summary>Loads the history; running it again on the same database adds nothing.</summary>
    /// <param name="options">The history's options.</param>
    /// <param name="server">A server that takes requests.</param>
    /// <param name="cancel">Stops the load; a later run continues from there.</param>
    /// <returns>Whether everything is loaded.</returns>
    /// <exception cref="LoadException">The server stayed unavailable, or refuses valid data.</exception>
    public async Task<bool> RunAsync(DemoOptions options, ApiTarget server, CancellationToken cancel)
    {
        console.WriteLine(
            $"Making two years of support history: {options.Items:N0} items in {options.Graphs:N0} graphs, seed {options.Seed}. All of it is made up.");
        var progress = new LoadProgress();
        var screen = new LoadScreen(console, progress, time);
        var source = await Task.Run(() => new DemoItemSource(options, limits), cancel);
        using var api = new ApiClient(server, new ApiRetryPolicy(limits.MaxWait), time, new WaitReporter(progress, time));
        using var run = new LoadRun(api, source, new ImportDescription("demo: support history"), new LoadExtraction(), progress, limits, time);
        var receipt = await screen.ShowAsync(() => run.RunAsync(cancel));
        progress.WriteNotes(console);
        ReceiptText.Write(console, receipt);
        if (receipt.Accepted == 0 || receipt.Batches.All(b => b.AlreadyThere))
        {
            console.WriteLine("This history was here already from an earlier run: nothing was added twice.");
        }

        var (sentences, asSent) = await new DemoVerification(api, source).RunAsync(cancel);
        foreach (var sentence in sentences)
        {
            console.WriteLine(sentence);
        }

        return asSent && receipt.Complete && source.Rejected == 0;
    }
}
