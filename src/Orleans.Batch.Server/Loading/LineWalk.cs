using System.Text;
using System.Text.Json;

namespace Orleans.Batch.Server.Loading;

/// <summary>One forward walk over a line, from its first brace to its last byte, by the rule of its type.</summary>
internal ref struct LineWalk(LineRule rule)
{
    // The line becomes an element of an array in an object, and the API takes 64 levels.
    private static readonly JsonReaderOptions Nested = new() { MaxDepth = 62 };

    private uint _seen;
    private ReadOnlySpan<byte> _graphId;
    private ReadOnlySpan<byte> _userId;
    private ReadOnlySpan<byte> _threadId;

    /// <summary>Where a good item goes.</summary>
    public readonly ItemTarget Target => rule.Type == "thread_message" ? new(LineKind.Thread, _threadId)
        : _graphId.IsEmpty ? new(LineKind.User, _userId)
        : new(LineKind.Graph, _graphId);

    /// <summary>The first thing wrong with the line, or null.</summary>
    /// <exception cref="JsonException">The line is not JSON, or has more after its object.</exception>
    public LineProblem? Run(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line, Nested);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (Property(ref reader) is { } problem)
            {
                return problem;
            }
        }

        // Reading on past the last brace is what finds a second value on the line.
        reader.Read();
        return Missing();
    }

    private LineProblem? Property(ref Utf8JsonReader reader)
    {
        if (TextCheck.Of(ref reader, "", out _) is { } badName)
        {
            return badName;
        }

        for (var i = 0; i < rule.Fields.Length; i++)
        {
            if (!reader.ValueTextEquals(rule.Fields[i].Name))
            {
                continue;
            }

            reader.Read();
            if ((_seen & (1u << i)) != 0)
            {
                return new(rule.Fields[i].Name, ErrorCodes.DuplicateKey, $"{rule.Fields[i].Name} stands twice.");
            }

            // A null is an absent field, so it does not count as given.
            if (reader.TokenType == JsonTokenType.Null)
            {
                return null;
            }

            _seen |= 1u << i;
            var problem = FieldCheck.Value(ref reader, rule.Fields[i]);
            if (problem is null && rule.Fields[i].Form == FieldForm.Id)
            {
                Keep(rule.Fields[i].Name, reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan);
            }

            return problem;
        }

        reader.Read();
        return FieldCheck.Anything(ref reader);
    }

    private void Keep(string field, ReadOnlySpan<byte> id)
    {
        switch (field)
        {
            case "graph_id":
                _graphId = id;
                break;
            case "user_id":
                _userId = id;
                break;
            default:
                _threadId = id;
                break;
        }
    }

    private readonly LineProblem? Missing()
    {
        foreach (var name in rule.Required)
        {
            if (!Has(name))
            {
                return new(name, ErrorCodes.Required, $"{name} is missing.");
            }
        }

        if (rule.Type == "graph_episode" && Has("graph_id") == Has("user_id"))
        {
            return new(
                "graph_id",
                Has("graph_id") ? ErrorCodes.Contradiction : ErrorCodes.Required,
                "A graph_episode names exactly one of graph_id and user_id.");
        }

        return null;
    }

    private readonly bool Has(string name)
    {
        var at = Array.FindIndex(rule.Fields, f => f.Name == name);
        return (_seen & (1u << at)) != 0;
    }
}
