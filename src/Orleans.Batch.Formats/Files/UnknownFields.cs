using System.Text;
using Orleans.Batch.Formats.Json;

namespace Orleans.Batch.Formats.Files;

/// <summary>
/// Records skipped fields of lines, so that an error such as <c>created</c> for <c>created_at</c> is reported. Of many
/// different ones, the first are kept.
/// </summary>
internal sealed class UnknownFields : ISkippedFields
{
    private const int MaxNames = 20;
    private const int MaxNameLength = 100;

    // The result fields of an exported line: adding it again skips these on purpose. And a record's type.
    private static readonly HashSet<string> PassedOver = new(StringComparer.Ordinal)
    {
        "type", "sequence_index", "item_id", "episode_uuid", "status", "facts", "error", "retried_in", "added_at", "updated_at",
    };

    private readonly Dictionary<string, (long Lines, long First)> _seen = new(StringComparer.Ordinal);

    /// <summary>The line being read.</summary>
    public long Line { get; set; }

    /// <summary>What was found, in the order of first lines.</summary>
    public IReadOnlyList<UnknownField> All =>
        [.. _seen.OrderBy(s => s.Value.First).Select(s => new UnknownField(s.Key, s.Value.Lines, s.Value.First, FieldSuggestion.For(s.Key)))];

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<byte> name)
    {
        var names = _seen.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> text = stackalloc char[MaxNameLength];
        text = Encoding.UTF8.TryGetChars(name, text, out var length) ? text[..length] : "(a name of more than 100 characters)".ToCharArray();
        if (names.TryGetValue(text, out var seen))
        {
            names[text] = (seen.Lines + 1, seen.First);
        }
        else if (_seen.Count < MaxNames && !PassedOver.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text))
        {
            _seen.Add(text.ToString(), (1, Line));
        }
    }
}
