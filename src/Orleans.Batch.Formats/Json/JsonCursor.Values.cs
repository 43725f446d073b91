using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Orleans.Batch.Formats.Json;

internal ref partial struct JsonCursor
{
    private const decimal MostAmount = 1_000_000_000_000m;

    // The longest form of a code point is a pair of \uXXXX escapes.
    private const int MaxBytesPerCodePoint = 12;

    private const string DateHint = "an RFC 3339 date with an offset, such as 2024-03-01T09:00:00Z or 2024-03-01T10:00:00+01:00";

    /// <summary>A text; null when it is null or invalid, which adds a problem.</summary>
    /// <param name="field">Its name, for the problems.</param>
    /// <param name="maxLength">
    /// Its limit in code points: a longer text is refused unread when its bytes already show it. The rules check the rest.
    /// </param>
    public string? Text(string field, int maxLength)
    {
        if (!Is(JsonTokenType.String, field, "a string"))
        {
            return null;
        }

        if (_reader.ValueSpan.Length > (long)maxLength * MaxBytesPerCodePoint)
        {
            Add(field, ErrorCodes.TooLong, string.Create(
                CultureInfo.InvariantCulture, $"{field} may have at most {maxLength} characters"));
            return null;
        }

        try
        {
            return _reader.GetString();
        }
        catch (InvalidOperationException)
        {
            AddLoneSurrogate(field);
            return null;
        }
    }

    /// <summary>A text, checked against its limit and the store's rules.</summary>
    public string? ShortText(string field, int maxLength)
    {
        var text = Text(field, maxLength);
        TextRules.Check(text, maxLength, Index, field, Problems);
        return text;
    }

    public bool? Boolean(string field)
    {
        if (_reader.TokenType is JsonTokenType.True or JsonTokenType.False)
        {
            return _reader.GetBoolean();
        }

        _ = Is(JsonTokenType.True, field, "a boolean");
        return null;
    }

    /// <summary>A whole number from 1; one too large for 32 bits is given as the largest.</summary>
    public int? Positive(string field)
    {
        if (!Is(JsonTokenType.Number, field, "a whole number"))
        {
            return null;
        }

        if (_reader.TryGetInt32(out var value) && value > 0)
        {
            return value;
        }

        if (_reader.ValueSpan.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 && value == 0 && _reader.ValueSpan[0] != '0')
        {
            return int.MaxValue;
        }

        Add(field, ErrorCodes.OutOfRange, $"{field} must be a whole number from 1");
        return null;
    }

    /// <summary>A whole number from a smallest to a largest.</summary>
    public int? Whole(string field, int min, int max)
    {
        if (!Is(JsonTokenType.Number, field, "a whole number"))
        {
            return null;
        }

        if (_reader.TryGetInt32(out var value) && value >= min && value <= max)
        {
            return value;
        }

        Add(field, ErrorCodes.OutOfRange, string.Create(
            CultureInfo.InvariantCulture, $"{field} must be a whole number from {min} to {max}"));
        return null;
    }

    public DateTimeOffset? Timestamp(string field)
    {
        if (!Is(JsonTokenType.String, field, DateHint))
        {
            return null;
        }

        // An escaped date is legal JSON, but rare, so it takes the slow path.
        var text = _reader.ValueSpan.Length <= 400 && !_reader.ValueIsEscaped
            ? _reader.ValueSpan
            : Encoding.UTF8.GetBytes(Text(field, 64) ?? "");
        if (Rfc3339.TryParse(text, out var value))
        {
            return value;
        }

        Add(field, ErrorCodes.InvalidDate, $"{field} must be {DateHint}");
        return null;
    }

    public T? Word<T>(string field, string? hint = null)
        where T : struct, Enum
    {
        if (!Is(JsonTokenType.String, field, $"one of {EnumNames<T>.All}"))
        {
            return null;
        }

        var word = _reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(Text(field, 64) ?? "") : _reader.ValueSpan;
        if (EnumNames<T>.TryParse(word, out var value))
        {
            return value;
        }

        Add(field, ErrorCodes.UnknownValue, $"{field} must be one of {EnumNames<T>.All}{hint}");
        return null;
    }

    /// <summary>An amount, from 0 to a trillion; null when it is null or wrong.</summary>
    public decimal? Amount(string field)
    {
        if (!Is(JsonTokenType.Number, field, "a number"))
        {
            return null;
        }

        if (_reader.TryGetDecimal(out var amount) && amount is >= 0 and <= MostAmount)
        {
            return amount;
        }

        Add(field, ErrorCodes.OutOfRange, string.Create(CultureInfo.InvariantCulture, $"{field} must be a number from 0 to {MostAmount}"));
        return null;
    }

    /// <summary>A JSON object as it was written.</summary>
    public JsonText? ObjectText(string field, int maxBytes) =>
        Is(JsonTokenType.StartObject, field, "a JSON object") ? WholeText(field, maxBytes) : null;

    /// <summary>A JSON array as it was written.</summary>
    public JsonText? ArrayText(string field, int maxBytes) =>
        Is(JsonTokenType.StartArray, field, "a JSON array") ? WholeText(field, maxBytes) : null;

    private JsonText? WholeText(string field, int maxBytes)
    {
        var start = (int)_reader.TokenStartIndex;
        var clean = Walk(field, checkTexts: true);
        var length = (int)_reader.BytesConsumed - start;
        if (length > maxBytes)
        {
            Add(field, ErrorCodes.TooLong, string.Create(
                CultureInfo.InvariantCulture, $"{field} may have at most {maxBytes} bytes, got {length}"));
            return null;
        }

        return clean ? new JsonText(Encoding.UTF8.GetString(_body.Slice(start, length))) : null;
    }

    /// <summary>A JSON scalar as it was written; null when it is null or wrong.</summary>
    public JsonText? ScalarText(string field, int maxLength)
    {
        if (_reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            _ = Is(JsonTokenType.String, field, "a string, a number or a boolean");
            return null;
        }

        if (IsNull)
        {
            return null;
        }

        var start = (int)_reader.TokenStartIndex;
        var length = (int)_reader.BytesConsumed - start;
        if (length > maxLength)
        {
            Add(field, ErrorCodes.TooLong, string.Create(CultureInfo.InvariantCulture, $"{field} may have at most {maxLength} bytes"));
            return null;
        }

        return _reader.TokenType == JsonTokenType.String && _reader.ValueIsEscaped && !CheckText(field)
            ? null
            : new JsonText(Encoding.UTF8.GetString(_body.Slice(start, length)));
    }

    // Null means an absent optional field; required fields are checked later.
    private bool Is(JsonTokenType wanted, string field, string what)
    {
        if (_reader.TokenType == wanted)
        {
            return true;
        }

        if (_reader.TokenType != JsonTokenType.Null)
        {
            Add(field, ErrorCodes.WrongType, $"{field} must be {what}, got {Kind(_reader.TokenType)}");
            _reader.Skip();
        }

        return false;
    }
}
