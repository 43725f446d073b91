using System.Text.Json;

namespace Orleans.Batch.Formats.Json;

internal ref partial struct JsonCursor
{
    /// <summary>
    /// Skips a whole value: adds problems for keys that appear twice and, when the value will be kept, for invalid
    /// characters. Stops checking after the first bad text, because each costs an exception.
    /// </summary>
    private bool Walk(string field, bool checkTexts)
    {
        var clean = true;
        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var keys = default(DuplicateKeyDetector);
                while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
                {
                    var checkKey = checkTexts && _reader.ValueIsEscaped && clean;
                    if (checkKey && !CheckText(field))
                    {
                        clean = false;
                    }
                    else
                    {
                        clean &= TryName(ref keys, field);
                    }

                    _reader.Read();
                    clean &= Walk(field, checkTexts && clean);
                }

                break;
            case JsonTokenType.StartArray:
                while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
                {
                    clean &= Walk(field, checkTexts && clean);
                }

                break;
            case JsonTokenType.String when checkTexts && _reader.ValueIsEscaped:
                clean = CheckText(field);
                break;
            default:
                break;
        }

        return clean;
    }

    private bool TryName(ref DuplicateKeyDetector keys, string field)
    {
        if (!TryUnescape(field, out var name))
        {
            return false;
        }

        var isNew = TryAdd(ref keys);
        if (!isNew)
        {
            AddDuplicate(field, name);
        }

        return isNew;
    }

    private bool CheckText(string field)
    {
        var before = Problems.Count;
        try
        {
            TextRules.CheckEncoding(_reader.GetString()!, Index, field, Problems);
        }
        catch (InvalidOperationException)
        {
            AddLoneSurrogate(field);
        }

        return Problems.Count == before;
    }

    private readonly void AddLoneSurrogate(string field) => Add(
        field, ErrorCodes.InvalidEncoding, $"{field} contains an escape that is half of a surrogate pair, which is no character");
}
