using System.Text.Json;
using System.Text.Unicode;

namespace Orleans.Batch.Loading;

/// <summary>The part of a large JSON file that is being read. It holds one token or one value, and grows to hold it.</summary>
/// <param name="stream">The file.</param>
/// <param name="name">Its name in errors.</param>
internal sealed class JsonBuffer(Stream stream, string name) : IDisposable
{
    private const int FirstBuffer = 64 * 1024;
    private const int LargestValue = 512 * 1024 * 1024;
    private const int Depth = 512;

    private JsonReaderState _state = new(new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = Depth });
    private byte[] _buffer = new byte[FirstBuffer];
    private int _start;
    private int _end;
    private bool _final;
    private long _passed;

    /// <summary>The values read so far, for errors.</summary>
    public long Values { get; private set; }

    /// <summary>Passes over a byte order mark, which the reader of JSON refuses.</summary>
    public void SkipMark()
    {
        while (_end < 3 && Fill())
        {
        }

        _start = _buffer.AsSpan(0, _end).StartsWith("\uFEFF"u8) ? 3 : 0;
    }

    /// <summary>The next token; none at the end of the file.</summary>
    /// <param name="field">With a name, the token is taken only if it is that field's name; otherwise there is none.</param>
    /// <param name="take">Whether the token is passed.</param>
    public JsonTokenType Token(string? field = null, bool take = true)
    {
        while (true)
        {
            try
            {
                var reader = Reader();
                if (reader.Read())
                {
                    if (field is not null && !reader.ValueTextEquals(field))
                    {
                        return JsonTokenType.None;
                    }

                    if (take)
                    {
                        Take(ref reader);
                    }

                    return reader.TokenType;
                }
            }
            catch (JsonException e)
            {
                throw Invalid(e);
            }

            if (_final)
            {
                return JsonTokenType.None;
            }

            Fill();
        }
    }

    /// <summary>The next value; false at the end of the array, or of the file.</summary>
    /// <param name="value">The value; undefined when its text is not UTF-8.</param>
    public bool TryValue(out JsonElement value)
    {
        value = default;
        while (true)
        {
            try
            {
                var reader = Reader();
                if (reader.Read())
                {
                    if (reader.TokenType == JsonTokenType.EndArray)
                    {
                        return false;
                    }

                    var begin = (int)reader.TokenStartIndex;
                    if (reader.TrySkip())
                    {
                        var text = _buffer.AsSpan(_start + begin, (int)reader.BytesConsumed - begin);
                        value = Utf8.IsValid(text) ? Parse(text) : default;
                        Values++;
                        Take(ref reader);
                        return true;
                    }
                }
                else if (_final)
                {
                    return false;
                }
            }
            catch (JsonException e)
            {
                throw Invalid(e);
            }

            Fill();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    private static JsonElement Parse(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = Depth });
        return JsonElement.ParseValue(ref reader);
    }

    private Utf8JsonReader Reader() => new(_buffer.AsSpan(_start, _end - _start), _final, _state);

    private void Take(ref Utf8JsonReader reader)
    {
        _state = reader.CurrentState;
        _start += (int)reader.BytesConsumed;
        _passed += reader.BytesConsumed;
    }

    private bool Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            if (_end >= LargestValue)
            {
                throw new InvalidDataException($"{name}: what begins behind element {Values:N0} is larger than {LargestValue >> 20} MiB.");
            }

            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        // Until it is full: what is larger than the buffer is read again only after it has doubled.
        var read = stream.ReadAtLeast(_buffer.AsSpan(_end), _buffer.Length - _end, throwOnEndOfStream: false);
        _end += read;
        _final = _end < _buffer.Length;
        return read > 0;
    }

    private InvalidDataException Invalid(JsonException e) => new(
        _final && e.Message.StartsWith("Expected", StringComparison.Ordinal)
            ? $"{name} breaks off after element {Values:N0}, or is not valid JSON there: is the file complete? Nothing was sent."
            : $"{name} is not valid JSON behind element {Values:N0} (byte {_passed:N0} of the file). Nothing was sent.",
        e);
}
