using Orleans.Batch.Server.Operators;
using Orleans.Batch.Server.Settings;
using Spectre.Console;

namespace Orleans.Batch.Server.Serving;

/// <summary>The first information for the operator who starts the server.</summary>
internal static class Banner
{
    public static void Write(IAnsiConsole console, ServerSettings settings, BatchServer server)
    {
        if (!server.Cluster.IsAlone)
        {
            WriteMember(server);
            return;
        }

        var url = Reachable(server.Urls.FirstOrDefault() ?? settings.Urls);
        var plain = !console.Profile.Out.IsTerminal;
        void Line(string label, string text)
        {
            // Plain lines are not wrapped: a script reads them, and a wrapped key is unusable.
            if (plain)
            {
                Console.Out.WriteLine($"{label,-10}{text}");
            }
            else
            {
                console.MarkupLineInterpolated($"  [grey]{label,-10}[/]{text}");
            }
        }

        Line("Listening", url);
        Line("Dashboard", $"{url}/batches");
        Line("Zep SDK", $"new ZepClient({{ apiKey, baseUrl: \"{url}/api/v2\" }})");
        Line("Data", settings.ConnectionString is null ? settings.DataDirectory : "the database of ConnectionStrings__Batch");
        Line("API key", KeyText(settings, server));
        if (server.Key is { MadeNow: true, File: { } file })
        {
            Line("", $"shown this once; kept in {file}");
        }

        Line("Operator", $"{url}{OperatorExtensions.Path}, any user name, password in {server.OperatorSecret?.File ?? OperatorSecret.Variable}");
        Line("Stop", "Ctrl+C");
    }

    private static void WriteMember(BatchServer server)
    {
        Console.Out.WriteLine($"Ready as {server.Cluster.Roles}: {string.Join(", ", server.Urls)}");
        if (server.Key is { MadeNow: true, Secret: { } made })
        {
            Console.Out.WriteLine($"API key   {made}   (shown this once)");
        }
    }

    private static string KeyText(ServerSettings settings, BatchServer server) => server.Key switch
    {
        { MadeNow: true, Secret: { } made } => made,
        { File: { } file } => $"in {file}",
        _ when settings.ApiKey is not null => "the one in BATCH_API_KEY",
        _ => "made earlier; for a new one: keys create",
    };

    // A client cannot connect to an address that means "every address".
    public static string Reachable(string url) => url
        .Replace("//0.0.0.0:", "//127.0.0.1:", StringComparison.Ordinal)
        .Replace("//[::]:", "//127.0.0.1:", StringComparison.Ordinal)
        .Replace("//+:", "//127.0.0.1:", StringComparison.Ordinal)
        .Replace("//*:", "//127.0.0.1:", StringComparison.Ordinal)
        .TrimEnd('/');
}
