using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Orleans.Batch.Formats.Json;

/// <summary>
/// Detects a key that appears twice in one object. Small objects are compared in place without allocating; large
/// ones, and keys with escapes, go through a set.
/// </summary>
internal struct DuplicateKeyDetector
{
    /// <summary>More keys than this in one object are refused: a set of millions would exhaust the memory.</summary>
    public const int MaxKeys = 10_000;

    private const int InPlace = 16;

    private Slots _slots;
    private HashSet<string>? _set;
    private int _count;

    public readonly bool Full => _count >= MaxKeys;

    /// <summary>Adds the current property name of the body's reader; returns false when the object has it already.</summary>
    public bool Add(ReadOnlySpan<byte> body, ref Utf8JsonReader reader)
    {
        _count++;
        if (_set is null && _count <= InPlace && !reader.ValueIsEscaped)
        {
            var start = (int)reader.TokenStartIndex + 1;
            for (var i = 0; i < _count - 1; i++)
            {
                if (body.Slice(_slots[i].Start, _slots[i].Length).SequenceEqual(reader.ValueSpan))
                {
                    _count--;
                    return false;
                }
            }

            _slots[_count - 1] = (start, reader.ValueSpan.Length);
            return true;
        }

        if (_set is null)
        {
            _set = new HashSet<string>(StringComparer.Ordinal);
            for (var i = 0; i < _count - 1; i++)
            {
                _set.Add(System.Text.Encoding.UTF8.GetString(body.Slice(_slots[i].Start, _slots[i].Length)));
            }
        }

        return _set.Add(reader.GetString()!);
    }

    [InlineArray(InPlace)]
    private struct Slots
    {
        private (int Start, int Length) _first;
    }
}
