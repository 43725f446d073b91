using System.Text;
using System.Text.Json;

namespace Orleans.Batch.Formats.Json;

/// <summary>
/// Reads a body field by field and collects all its problems: wrong types, unknown words, bad dates, bad characters,
/// keys that appear twice. One pass, and no large value is materialized before it is known to fit. Only text that is
/// not JSON ends the reading at once, by <see cref="JsonException"/>.
/// </summary>
internal ref partial struct JsonCursor
{
    private readonly ReadOnlySpan<byte> _body;
    private Utf8JsonReader _reader;

    /// <summary>How many levels a body may have.</summary>
    public const int MaxDepth = 64;

    public JsonCursor(ReadOnlySpan<byte> body, ProblemList problems, int maxDepth = MaxDepth)
    {
        _body = body;
        _reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = maxDepth });
        Problems = problems;
        _reader.Read();
    }

    public ProblemList Problems { get; }

    /// <summary>The item being read, for the problems; null outside of items.</summary>
    public int? Index { get; set; }

    /// <summary>Receives the names of skipped fields; null when they are not needed.</summary>
    public ISkippedFields? Unknown { get; set; }

    public bool IsNull => _reader.TokenType == JsonTokenType.Null;

    /// <summary>After the last value: anything but white space is malformed.</summary>
    public void End()
    {
        while (_reader.Read())
        {
        }
    }

    /// <summary>Enters an object; adds a problem and skips the value if it is none.</summary>
    public bool EnterObject(string? field, string what)
    {
        if (_reader.TokenType == JsonTokenType.StartObject)
        {
            return true;
        }

        Add(field, ErrorCodes.WrongType, $"{what} must be an object, got {Kind(_reader.TokenType)}");
        _reader.Skip();
        return false;
    }

    /// <summary>Enters an array; adds a problem and skips the value if it is none.</summary>
    public bool EnterArray(string? field, string what)
    {
        if (_reader.TokenType == JsonTokenType.StartArray)
        {
            return true;
        }

        Add(field, ErrorCodes.WrongType, $"{what} must be an array, got {Kind(_reader.TokenType)}");
        _reader.Skip();
        return false;
    }

    /// <summary>Advances to the next element of the current array; returns false at its end.</summary>
    public bool NextElement()
    {
        _reader.Read();
        return _reader.TokenType != JsonTokenType.EndArray;
    }

    /// <summary>Advances to the name of the next field of the current object; returns false at its end.</summary>
    public bool NextName(out ReadOnlySpan<byte> name)
    {
        while (true)
        {
            _reader.Read();
            if (_reader.TokenType == JsonTokenType.EndObject)
            {
                name = default;
                return false;
            }

            if (TryUnescape(null, out name))
            {
                return true;
            }

            NextValue();
            Skip();
        }
    }

    /// <summary>Advances from a name to its value.</summary>
    public void NextValue() => _reader.Read();

    /// <summary>From a name that the object has already: adds a problem and skips the value.</summary>
    public void SkipDuplicate(scoped ReadOnlySpan<byte> name)
    {
        AddDuplicate(null, name);
        NextValue();
        Skip();
    }

    /// <summary>From the name of an unknown field: skips the value; keys that appear twice add problems there too.</summary>
    public void SkipUnknown(ref DuplicateKeyDetector keys, scoped ReadOnlySpan<byte> name)
    {
        if (!TryAdd(ref keys))
        {
            SkipDuplicate(name);
            return;
        }

        NextValue();
        Unknown?.Add(name);
        if (_reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            Walk(Shorten(Encoding.UTF8.GetString(name)), checkTexts: false);
        }
    }

    /// <summary>Skips the current value without checks.</summary>
    public void Skip() => _reader.Skip();

    /// <summary>Adds a problem when the current value is null; returns whether it is.</summary>
    public bool RefuseNull(string field, string why)
    {
        if (IsNull)
        {
            Add(field, ErrorCodes.WrongType, $"{field} {why}");
        }

        return IsNull;
    }

    public readonly void Add(string? field, string code, string message) => Problems.Add(Index, field, code, message);

    private bool TryUnescape(string? field, out ReadOnlySpan<byte> name)
    {
        name = _reader.ValueSpan;
        if (!_reader.ValueIsEscaped)
        {
            return true;
        }

        try
        {
            name = Encoding.UTF8.GetBytes(_reader.GetString()!);
            return true;
        }
        catch (InvalidOperationException)
        {
            // The reader reports half of a surrogate pair in an escape like this.
            Add(field, ErrorCodes.InvalidEncoding, "a key contains half of a surrogate pair, which is no character");
            return false;
        }
    }

    private bool TryAdd(ref DuplicateKeyDetector keys) => keys.Full
        ? throw BatchServiceException.Invalid(ErrorCodes.TooMany, $"an object has more than {DuplicateKeyDetector.MaxKeys} keys")
        : keys.Add(_body, ref _reader);

    private readonly void AddDuplicate(string? field, scoped ReadOnlySpan<byte> name)
    {
        var key = Shorten(Encoding.UTF8.GetString(name));
        Add(field ?? key, ErrorCodes.DuplicateKey, $"the key '{key}' appears twice in one object");
    }

    private static string Shorten(string key) => key.Length <= 80 ? key : key[..80] + "…";

    private static string Kind(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "a boolean",
        _ => "null",
    };
}
