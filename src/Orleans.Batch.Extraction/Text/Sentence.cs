namespace Orleans.Batch.Extraction;

/// <summary>The tokens of one sentence of a text, without its last mark.</summary>
internal readonly ref struct Sentence(string text, ReadOnlySpan<Token> tokens)
{
    private readonly ReadOnlySpan<Token> _tokens = tokens;

    public string Source { get; } = text;

    public int Length => _tokens.Length;

    public Token this[int i] => _tokens[i];

    public ReadOnlySpan<char> Span(int i) => i >= 0 && i < _tokens.Length ? Source.AsSpan(_tokens[i].Start, _tokens[i].Length) : default;

    /// <summary>The words from one token up to before another, as they stand in the text.</summary>
    public string Words(int from, int to) => Source[_tokens[from].Start.._tokens[to - 1].End];

    public bool IsAt(int i, WordClass wordClass) => i >= 0 && i < _tokens.Length && _tokens[i].Is(wordClass);

    public bool IsWord(int i) => i >= 0 && i < _tokens.Length && _tokens[i].IsWord;

    public bool IsMark(int i, char mark) => i >= 0 && i < _tokens.Length && _tokens[i].Mark == mark;

    /// <summary>Whether the word at a place is this one, in any case; false beyond either end.</summary>
    public bool Is(int i, string word) => Span(i) is var span && !span.IsEmpty
        && (span.Equals(word, StringComparison.OrdinalIgnoreCase)
            || (span.Length == word.Length && span.Contains('’') && span.ToString().Replace('’', '\'').Equals(word, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Whether the word at a place is one of several, separated by bars.</summary>
    public bool IsOneOf(int i, string words)
    {
        if (!IsWord(i))
        {
            return false;
        }

        var word = Span(i);
        var rest = words.AsSpan();
        while (true)
        {
            var bar = rest.IndexOf('|');
            var one = bar < 0 ? rest : rest[..bar];
            if (one.Length == word.Length && one.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }

            if (bar < 0)
            {
                return false;
            }

            rest = rest[(bar + 1)..];
        }
    }
}
