using System.Text.Json;

namespace Orleans.Batch.Server.Loading;

/// <summary>Judges the value a reader stands on and leaves the reader at its end.</summary>
internal static class FieldCheck
{
    /// <summary>The value of a known field.</summary>
    public static LineProblem? Value(ref Utf8JsonReader reader, FieldRule rule)
    {
        if (rule.Form == FieldForm.Labels)
        {
            return Labels(ref reader, rule);
        }

        if (reader.TokenType != JsonTokenType.String)
        {
            return new(rule.Name, ErrorCodes.WrongType, $"{rule.Name} must be a string.");
        }

        return TextCheck.Of(ref reader, rule.Name, out var length) ?? rule.Form switch
        {
            FieldForm.Word => OneOf(ref reader, rule),
            FieldForm.Time when reader.ValueIsEscaped || !Rfc3339.TryParse(reader.ValueSpan, out _) =>
                new(rule.Name, ErrorCodes.InvalidDate, $"{rule.Name} must be an RFC 3339 time with an offset, such as 2024-03-01T09:00:00Z."),
            _ when length > rule.Max => new(rule.Name, ErrorCodes.TooLong, $"{rule.Name} has {length} characters; at most {rule.Max} are allowed."),
            _ when length < rule.Min => new(rule.Name, ErrorCodes.InvalidId, $"{rule.Name} must not be empty."),
            _ => null,
        };
    }

    /// <summary>Any value, whatever its shape: only its texts are looked at.</summary>
    public static LineProblem? Anything(ref Utf8JsonReader reader)
    {
        var depth = reader.CurrentDepth;
        do
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName
                && TextCheck.Of(ref reader, "", out _) is { } problem)
            {
                return problem;
            }
        }
        while ((reader.CurrentDepth > depth || reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            && reader.Read());

        return null;
    }

    private static LineProblem? OneOf(ref Utf8JsonReader reader, FieldRule rule)
    {
        foreach (var word in rule.Words)
        {
            if (reader.ValueTextEquals(word))
            {
                return null;
            }
        }

        return new(rule.Name, ErrorCodes.UnknownValue, $"{rule.Name} must be one of {string.Join(", ", rule.Words)}.");
    }

    /// <summary>A flat object: scalars, or lists of scalars that are not empty and hold no null.</summary>
    private static LineProblem? Labels(ref Utf8JsonReader reader, FieldRule rule)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return new(rule.Name, ErrorCodes.WrongType, $"{rule.Name} must be an object.");
        }

        var keys = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (++keys > rule.Max)
            {
                return new(rule.Name, ErrorCodes.TooMany, $"{rule.Name} has more than {rule.Max} keys.");
            }

            if (TextCheck.Of(ref reader, rule.Name, out _) is { } badName)
            {
                return badName;
            }

            reader.Read();
            if (Label(ref reader, rule.Name) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private static LineProblem? Label(ref Utf8JsonReader reader, string field)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return TextCheck.Of(ref reader, field, out _);
            case JsonTokenType.StartObject:
                return Nested(field);
            case JsonTokenType.StartArray:
                var count = 0;
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    count++;
                    if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.Null)
                    {
                        return Nested(field);
                    }

                    if (reader.TokenType == JsonTokenType.String && TextCheck.Of(ref reader, field, out _) is { } problem)
                    {
                        return problem;
                    }
                }

                return count == 0 ? Nested(field) : null;
            default:
                return null;
        }
    }

    private static LineProblem Nested(string field) =>
        new(field, ErrorCodes.InvalidMetadata, $"{field} may hold strings, numbers, booleans, nulls and filled lists of them only.");
}
