using System.Text.Json;

namespace Orleans.Batch.Loading;

/// <summary>Imports the conversations in an export of ChatGPT or Claude: each is a thread of the user.</summary>
internal abstract class ConversationImporter(ImportSettings settings) : IImporter
{
    /// <summary>The user whose threads they become.</summary>
    protected string User => settings.User!;

    /// <inheritdoc/>
    public Task RunAsync(string path, ImportWriter writer, CancellationToken cancel)
    {
        using var files = SourceFiles.Open(path);
        writer.User("--user", User);
        foreach (var file in Find(files, path))
        {
            using var items = new JsonItems(file.Open(), file.Name);
            foreach (var item in items.Read())
            {
                cancel.ThrowIfCancellationRequested();
                Add($"{file.Name}, conversation {item.Number:N0}", item.Value, writer);
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Writes a conversation.</summary>
    /// <param name="place">Its place in the source.</param>
    /// <param name="conversation">The conversation; undefined when its text is not UTF-8.</param>
    /// <param name="writer">Receives its messages.</param>
    protected abstract void Add(string place, JsonElement conversation, ImportWriter writer);

    /// <summary>The metadata of messages: the title of their conversation, if it has one.</summary>
    protected static IReadOnlyDictionary<string, string> Titled(string? title) =>
        title is { Length: > 0 } ? new Dictionary<string, string> { ["conversation"] = title } : new Dictionary<string, string>();

    private static IReadOnlyList<SourceFile> Find(SourceFiles files, string path)
    {
        // Large exports are divided: conversations-000.json, conversations-001.json.
        var found = files.IsOne ? files.All
            : [.. files.All.Where(f => f.Last.StartsWith("conversations", StringComparison.OrdinalIgnoreCase) && f.Ends(".json"))];
        if (found.Count == 0)
        {
            throw new InvalidDataException($"{path} has no conversations.json; give the export as it was downloaded, or that file.");
        }

        return found;
    }
}
