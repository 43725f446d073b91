using System.Text.Json;

namespace Orleans.Batch.Formats.Files;

/// <summary>The type of a line of a file.</summary>
internal enum FileLineType
{
    /// <summary>An item, or a line whose problem only the reader of items can report.</summary>
    Item,

    /// <summary>A user to create.</summary>
    User,

    /// <summary>A standalone graph to create.</summary>
    Graph,

    /// <summary>A thread to create.</summary>
    Thread,

    /// <summary>Another type.</summary>
    Unknown,
}

/// <summary>Finds the type of a line.</summary>
internal static class FileLineTypes
{
    private static readonly (string Word, FileLineType Type)[] All =
    [
        ("graph_episode", FileLineType.Item),
        ("thread_message", FileLineType.Item),
        ("user", FileLineType.User),
        ("graph", FileLineType.Graph),
        ("thread", FileLineType.Thread),
    ];

    /// <summary>The message for a line with another type.</summary>
    public static string Allowed { get; } = $"type must be one of {string.Join(", ", All.Select(t => t.Word))}";

    /// <summary>The type of a line.</summary>
    /// <exception cref="JsonException">The line is not JSON up to its type.</exception>
    public static FileLineType Find(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return FileLineType.Item;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals("type"u8);
            reader.Read();
            if (!found)
            {
                reader.Skip();
                continue;
            }

            if (reader.TokenType != JsonTokenType.String)
            {
                return FileLineType.Item;
            }

            foreach (var (word, type) in All)
            {
                if (reader.ValueTextEquals(word))
                {
                    return type;
                }
            }

            return FileLineType.Unknown;
        }

        return FileLineType.Item;
    }
}
