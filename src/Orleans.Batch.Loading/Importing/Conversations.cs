namespace Orleans.Batch.Loading;

/// <summary>The files of conversations in the exports of ChatGPT and Claude.</summary>
internal static class Conversations
{
    /// <summary>The conversations of a source, each with its place.</summary>
    /// <param name="files">The source.</param>
    /// <param name="path">Its name in errors.</param>
    /// <param name="cancel">Ends the reading early.</param>
    /// <exception cref="InvalidDataException">There is no such file, or it is not valid.</exception>
    public static IEnumerable<(string Place, JsonItem Conversation)> Read(SourceFiles files, string path, CancellationToken cancel)
    {
        // Large exports are divided: conversations-000.json, conversations-001.json.
        var found = files.IsOne ? files.All
            : [.. files.All.Where(f => f.Last.StartsWith("conversations", StringComparison.OrdinalIgnoreCase) && f.Ends(".json"))];
        if (found.Count == 0)
        {
            throw new InvalidDataException($"{path} has no conversations.json; give the export as it was downloaded, or that file.");
        }

        foreach (var file in found)
        {
            using var items = new JsonItems(file.Open(), file.Name);
            foreach (var item in items.Read())
            {
                cancel.ThrowIfCancellationRequested();
                yield return ($"{file.Name}, conversation {item.Number:N0}", item);
            }
        }
    }
}
