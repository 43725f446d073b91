using System.Text.Json;

namespace Orleans.Batch.Loading;

/// <summary>One element of a large JSON file.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Value">The element; undefined when its text is not UTF-8.</param>
internal readonly record struct JsonItem(long Number, JsonElement Value);

/// <summary>
/// Reads the elements of an array in a JSON file one at a time, or the documents of a file that holds several. Memory holds one element.
/// </summary>
/// <param name="stream">The file.</param>
/// <param name="name">Its name in errors.</param>
/// <param name="path">The names of the objects' fields that lead to the array; none for the document itself.</param>
internal sealed class JsonItems(Stream stream, string name, params string[] path) : IDisposable
{
    private readonly JsonBuffer _json = new(stream, name);

    /// <summary>The elements in order.</summary>
    /// <exception cref="InvalidDataException">The file is not valid JSON, breaks off, or has no such array.</exception>
    public IEnumerable<JsonItem> Read()
    {
        _json.SkipMark();
        Enter();
        while (_json.TryValue(out var value))
        {
            yield return new(_json.Values, value);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private void Enter()
    {
        foreach (var field in path)
        {
            if (_json.Token() != JsonTokenType.StartObject || !Find(field))
            {
                throw new InvalidDataException($"{name} has no array \"{string.Join('.', path)}\".");
            }
        }

        if (_json.Token(take: false) == JsonTokenType.StartArray)
        {
            _json.Token();
        }
        else if (path.Length > 0)
        {
            throw new InvalidDataException($"{name}: \"{string.Join('.', path)}\" is not an array.");
        }
    }

    private bool Find(string field)
    {
        while (_json.Token(take: false) == JsonTokenType.PropertyName)
        {
            if (_json.Token(field) == JsonTokenType.PropertyName)
            {
                return true;
            }

            _json.Token();
            for (var depth = Change(_json.Token()); depth > 0; depth += Change(_json.Token()))
            {
            }
        }

        return false;
    }

    private static int Change(JsonTokenType token) => token switch
    {
        JsonTokenType.StartArray or JsonTokenType.StartObject => 1,
        JsonTokenType.EndArray or JsonTokenType.EndObject => -1,
        _ => 0,
    };
}
