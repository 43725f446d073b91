using System.CommandLine;
using Spectre.Console;

namespace Orleans.Batch.Server.Loading;

/// <summary>The <c>load</c> command.</summary>
internal static class LoadCommand
{
    /// <summary>Makes the command. Exit codes: 0 all in, 1 some rejected or failed, 2 could not run.</summary>
    /// <param name="localKey">Reads the key a server on this machine keeps in its data directory; null when there is none.</param>
    public static Command Create(Func<string?> localKey)
    {
        var file = new Argument<FileInfo>("file") { Description = "Newline-delimited JSON, plain or gzip" };
        var url = new Option<string>("--url") { Description = "The server", DefaultValueFactory = _ => ServerSettings.DefaultUrls };
        var key = new Option<string?>("--key") { Description = "The API key; else ZEP_API_KEY, BATCH_API_KEY or the local server's own" };
        var receipt = new Option<FileInfo?>("--receipt") { Description = "Writes the receipt as JSON" };
        var command = new Command("load", "Loads a file of batch items through the HTTP API") { file, url, key, receipt };
        command.SetAction((parsed, cancel) =>
        {
            if (!Uri.TryCreate(parsed.GetValue(url), UriKind.Absolute, out var target) || target.Scheme is not ("http" or "https"))
            {
                LoadConsole.Create().WriteLine("--url must be an address such as http://127.0.0.1:8080.");
                return Task.FromResult(FileLoad.CouldNotRun);
            }

            var found = FindKey(parsed.GetValue(key), target, localKey);
            if (found is null)
            {
                LoadConsole.Create().WriteLine("No API key: give --key, or set ZEP_API_KEY or BATCH_API_KEY.");
                return Task.FromResult(FileLoad.CouldNotRun);
            }

            return new FileLoad(LoadConsole.Create(), TimeProvider.System, new LoadLimits()).RunAsync(
                new(parsed.GetValue(file)!.FullName, target, found, parsed.GetValue(receipt)?.FullName), cancel);
        });
        return command;
    }

    private static string? FindKey(string? given, Uri url, Func<string?> localKey) =>
        NotEmpty(given)
        ?? NotEmpty(Environment.GetEnvironmentVariable("ZEP_API_KEY"))
        ?? NotEmpty(Environment.GetEnvironmentVariable("BATCH_API_KEY"))
        ?? (url.IsLoopback ? NotEmpty(localKey()) : null);

    private static string? NotEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
