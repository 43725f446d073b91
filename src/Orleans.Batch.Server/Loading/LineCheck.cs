using System.Text.Json;
using System.Text.Unicode;

namespace Orleans.Batch.Server.Loading;

/// <summary>
/// The courtesy check of one line, on its raw bytes: what would surely be refused is told with its line number before
/// anything is sent. The server stays the judge of all the rest.
/// </summary>
internal static class LineCheck
{
    /// <summary>Says what the line is, and for a bad one why.</summary>
    public static LineKind Judge(ReadOnlySpan<byte> line, out LineProblem? problem) => Judge(line, out problem, out _);

    /// <summary>Says what the line is, for a bad one why, and for an item where it goes.</summary>
    public static LineKind Judge(ReadOnlySpan<byte> line, out LineProblem? problem, out ItemTarget target)
    {
        problem = null;
        target = default;
        if (line.IsEmpty)
        {
            return LineKind.Blank;
        }

        // Utf8JsonReader checks the encoding of a string only when it is read out; this looks at every byte once.
        if (!Utf8.IsValid(line))
        {
            problem = new("", ErrorCodes.InvalidEncoding, "The line is not valid UTF-8.");
            return LineKind.Bad;
        }

        try
        {
            var rule = FindRule(line, out problem);
            if (problem is not null)
            {
                return LineKind.Bad;
            }

            var walk = new LineWalk(rule!);
            problem = walk.Run(line);
            target = walk.Target;
            return problem is null ? rule!.Kind : LineKind.Bad;
        }
        catch (JsonException e)
        {
            problem = new("", ErrorCodes.MalformedJson, $"The line is not a JSON object: byte {e.BytePositionInLine + 1} cannot stand there.");
            return LineKind.Bad;
        }
    }

    private static LineRule? FindRule(ReadOnlySpan<byte> line, out LineProblem? problem)
    {
        problem = null;
        var reader = new Utf8JsonReader(line);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            problem = new("", ErrorCodes.MalformedJson, "The line is not a JSON object.");
            return null;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!reader.ValueTextEquals("type"u8))
            {
                reader.Skip();
                continue;
            }

            reader.Read();
            foreach (var rule in LineRule.All)
            {
                if (reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(rule.Type))
                {
                    return rule;
                }
            }

            problem = new("type", ErrorCodes.UnknownValue, $"type must be one of {string.Join(", ", LineRule.All.Select(r => r.Type))}.");
            return null;
        }

        problem = new("type", ErrorCodes.Required, "type is missing.");
        return null;
    }
}
