using System.Text;
using System.Text.Json;
using Spectre.Console;

namespace Orleans.Batch.Loading.Tests.Importing;

/// <summary>The result of an import, read as a load reads it.</summary>
internal sealed class Imported
{
    /// <summary>The items in order.</summary>
    public List<JsonElement> Items { get; } = [];

    /// <summary>Their places.</summary>
    public List<string> Places { get; } = [];

    /// <summary>The rejected records, as place and message.</summary>
    public List<string> Rejects { get; } = [];

    /// <summary>What was left out.</summary>
    public IReadOnlyDictionary<string, long> LeftOut { get; private set; } = new Dictionary<string, long>();

    /// <summary>Every id of the destinations to create.</summary>
    public List<string> Created { get; } = [];

    /// <summary>The name of the content.</summary>
    public string Key { get; private set; } = "";

    /// <summary>The sample of a format.</summary>
    public static string Sample(string format, string name = "") =>
        Path.TrimEndingDirectorySeparator(Path.Combine(AppContext.BaseDirectory, "Importing", format, "Sample", name));

    /// <summary>A field of every item.</summary>
    public IEnumerable<string?> All(string field) => Items.Select(i => i.TryGetProperty(field, out var value) ? value.ToString() : null);

    /// <summary>Imports a source.</summary>
    public static async Task<Imported> FromAsync(string path, ImportSettings settings)
    {
        using var folder = new TempFolder();
        using var said = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(said), Interactive = InteractionSupport.No });
        var options = new LoadOptions(path, new ApiTarget(new Uri("http://127.0.0.1:1"), "k")) { Import = settings };
        using var file = await SourceImport.RunAsync(options, console, TimeProvider.System, default);
        using var source = new FileItemSource(folder["import"], new LoadLimits()) { Imported = file };
        source.Survey((_, _) => { }, default);
        var imported = new Imported { LeftOut = file!.LeftOut, Key = source.Key };
        foreach (var page in source.Pages())
        {
            using (page)
            {
                for (var i = 0; i < page.Count; i++)
                {
                    imported.Items.Add(JsonDocument.Parse(Encoding.UTF8.GetString(page.RawOf(i))).RootElement);
                    imported.Places.Add(source.PlaceOf(page.LineOf(i)));
                }
            }
        }

        foreach (var kind in new[] { LineKind.User, LineKind.Graph, LineKind.Thread })
        {
            imported.Created.AddRange(source.Destinations.GetAll(kind).Select(d => $"{kind} {d.Id}"));
        }

        imported.Rejects.AddRange(source.Rejects.First.Select(r => $"{r.Place}: {r.Problem.Message}"));
        return imported;
    }
}
