using System.Globalization;
using System.Net;
using System.Text.Json;
using Spectre.Console;

namespace Orleans.Batch.Loading.Undoing;

/// <summary>Shows what undoing an import would remove, has the server undo it, and shows how far it is.</summary>
internal sealed class ImportUndoing(IAnsiConsole console, TimeProvider time, LoadLimits limits)
{
    private static readonly string[] CreatedFields = ["created_users", "created_graphs", "created_threads"];

    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(500);

    /// <summary>Runs it and returns the exit code.</summary>
    /// <param name="importId">The import.</param>
    /// <param name="undo">Whether to undo it; otherwise only the counts are shown.</param>
    /// <param name="server">The server.</param>
    /// <param name="cancel">Stops waiting; the server goes on.</param>
    public async Task<int> RunAsync(Guid importId, bool undo, ApiTarget server, CancellationToken cancel)
    {
        var progress = new LoadProgress();
        var notes = new WaitReporter(progress, time);
        using var api = new ApiClient(server, new ApiRetryPolicy(limits.MaxWait), time, notes);
        await ServerProbe.CheckAsync(server, pauseWhenFull: false, time, notes, cancel);
        var path = $"imports/{importId}";
        var import = Require(await api.GetAsync(path, cancel), api);
        console.WriteLine($"Import {importId}, \"{ApiResponse.Text(import, "name")}\": {ApiResponse.Text(import, "status")}");
        WritePreview(Require(await api.GetAsync($"{path}/undo", cancel), api));
        if (!undo)
        {
            console.WriteLine("Nothing was removed. Give --yes to undo it.");
            return FileCommand.AllWell;
        }

        var now = Require(await api.PostAsync($"{path}/undo", null, null, readBody: true, cancel), api);
        var undone = await new ActivityScreen(console, progress, time).ShowAsync(
            async () =>
            {
                while (ApiResponse.Text(now, "status") == "undoing")
                {
                    await Task.Delay(PollEvery, time, cancel);
                    now = Require(await api.GetAsync(path, cancel), api);
                }

                return now.GetProperty("undo");
            },
            _ => string.Create(CultureInfo.InvariantCulture, $"removed {Number(now, "removed_episodes")} episodes ({Percent(now):N0} %)"));
        console.WriteLine(
            $"Undone: removed {Count(undone, "removed_episodes", "episode")}, {Count(undone, "removed_users", "user")}, "
            + $"{Count(undone, "removed_graphs", "graph")} and {Count(undone, "removed_threads", "thread")}.");
        return FileCommand.AllWell;
    }

    private void WritePreview(JsonElement preview)
    {
        console.WriteLine($"Its items are {Count(preview, "episodes", "episode")} in {Count(preview, "graphs", "graph")}.");
        if (CreatedFields.Any(f => ApiResponse.Number(preview, f) > 0))
        {
            console.WriteLine(
                $"It created {Count(preview, "created_users", "user")}, {Count(preview, "created_graphs", "graph")} and "
                + $"{Count(preview, "created_threads", "thread")}: those that nothing else uses go with it.");
        }

        if (ApiResponse.Number(preview, "expired_batches") is > 0 and var expired)
        {
            console.WriteLine(
                $"{DisplayFormat.Count(expired, "batch", "batches")} of it expired: their items cannot be found any more, and stay.");
        }
    }

    private static JsonElement Require(ApiResponse answer, ApiClient api) => answer switch
    {
        { Succeeded: true } => answer.Body,
        { Status: HttpStatusCode.NotFound } => throw new LoadException($"{answer.Message}. GET {api.Url}imports lists them."),
        _ => throw new LoadException(answer.Message),
    };

    private static string Count(JsonElement of, string field, string one) => DisplayFormat.Count(ApiResponse.Number(of, field), one, one + "s");

    private static string Number(JsonElement import, string field) =>
        (import.TryGetProperty("undo", out var undo) ? ApiResponse.Number(undo, field) : 0).ToString("N0", CultureInfo.InvariantCulture);

    private static double Percent(JsonElement import) =>
        import.TryGetProperty("undo", out var undo) && undo.TryGetProperty("percent_complete", out var percent) ? percent.GetDouble() : 0;
}
