using System.Text.Json;

namespace Orleans.Batch.Benchmarks.Recall;

/// <summary>A conversation with questions about it, and the turns that answer them. One JSON file each.</summary>
/// <param name="Name">Its name in the report.</param>
/// <param name="Turns">What was said, in order.</param>
/// <param name="Questions">What is asked.</param>
internal sealed record Conversation(string Name, IReadOnlyList<Turn> Turns, IReadOnlyList<Question> Questions)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Reads all files of a directory, by name.</summary>
    public static IReadOnlyList<Conversation> ReadAll(string directory) =>
    [
        .. Directory.EnumerateFiles(directory, "*.json").Order(StringComparer.Ordinal).Select(Read),
    ];

    /// <summary>Writes it as a file of a directory.</summary>
    public void Write(string directory) =>
        File.WriteAllText(Path.Combine(directory, Name + ".json"), JsonSerializer.Serialize(this, Json));

    private static Conversation Read(string file)
    {
        var conversation = JsonSerializer.Deserialize<Conversation>(File.ReadAllText(file), Json)
            ?? throw new InvalidDataException($"{file} is empty.");
        var turns = conversation.Turns.Select(t => t.Id).ToHashSet();
        var unknown = conversation.Questions.SelectMany(q => q.Evidence).FirstOrDefault(e => !turns.Contains(e));
        return unknown is null && turns.Count == conversation.Turns.Count
            ? conversation
            : throw new InvalidDataException($"{file}: {(unknown is null ? "two turns have one id" : $"no turn has the id {unknown}")}.");
    }
}

/// <summary>What one speaker said.</summary>
/// <param name="Id">Its id, unique in the conversation.</param>
/// <param name="Thread">The thread, such as a session, that it belongs to.</param>
/// <param name="Speaker">Who said it.</param>
/// <param name="Text">What was said.</param>
/// <param name="At">When.</param>
internal sealed record Turn(string Id, string Thread, string Speaker, string Text, DateTimeOffset At);

/// <summary>A question with the turns that hold its answer.</summary>
/// <param name="Text">The question.</param>
/// <param name="Answer">The answer in a few words.</param>
/// <param name="Category">What kind of question it is, for the report.</param>
/// <param name="Evidence">The ids of the turns.</param>
internal sealed record Question(string Text, string Answer, string Category, IReadOnlyList<string> Evidence);
