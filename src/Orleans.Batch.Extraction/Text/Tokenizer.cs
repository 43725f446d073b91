using System.Buffers;

namespace Orleans.Batch.Extraction;

/// <summary>Splits a text into words and marks, in one pass.</summary>
internal static class Tokenizer
{
    private static readonly SearchValues<char> Marks = SearchValues.Create(",;:!?()[]{}\"“”„«»…–—`*|<>");

    /// <summary>Appends the tokens of a part of a text.</summary>
    public static void Cut(string text, int from, int to, List<Token> tokens)
    {
        for (var i = from; i < to;)
        {
            var c = text[i];
            if (c == '\n' && IsWrapped(text, i, to, tokens))
            {
                i++;
            }
            else if (c == '\n')
            {
                tokens.Add(new Token(i++, 1, '\n', null));
            }
            else if (char.IsWhiteSpace(c) || c == '*')
            {
                i++;
            }
            else if (Marks.Contains(c) || c is '.' or '\'' or '’' || (c == '-' && !IsInner(text, i + 1, to)))
            {
                tokens.Add(new Token(i++, 1, c is '’' ? '\'' : c, null));
            }
            else
            {
                i = CutWord(text, i, to, tokens);
            }
        }
    }

    // A line that was broken inside a sentence: after a preposition or an article, or before a small letter.
    private static bool IsWrapped(string text, int i, int to, List<Token> tokens) =>
        i > 0 && i + 1 < to && text[i - 1] != '\n' && tokens.Count > 0
        && (char.IsLower(text[i + 1])
            || (char.IsLetter(text[i + 1]) && (tokens[^1].Is(WordClass.Determiner | WordClass.Connector) || IsPreposition(text.AsSpan(tokens[^1].Start, tokens[^1].Length)))));

    private static bool IsPreposition(ReadOnlySpan<char> word) => word is "from" or "in" or "at" or "for" or "with" or "to" or "by" or "on";

    private static int CutWord(string text, int start, int to, List<Token> tokens)
    {
        var end = start + 1;
        while (end < to && GoesOn(text, end, to))
        {
            end++;
        }

        if (Contraction(text, start, end) is var short_ && short_ > start && short_ < end)
        {
            AddWord(text, start, short_, tokens);
            AddWord(text, short_, end, tokens);
            return end;
        }

        var known = AddWord(text, start, end, tokens);
        return end < to && text[end] == '.' && IsAbbreviation(text, start, end, to, known) ? end + 1 : end;
    }

    private static Word? AddWord(string text, int start, int end, List<Token> tokens)
    {
        var word = text.AsSpan(start, end - start);
        var known = Lexicon.Find(word[0] == '’' ? ApostropheOf(word) : word[^1] == 't' && word.Length == 3 && word[1] == '’' ? "n't" : word);
        tokens.Add(new Token(start, end - start, '\0', known));
        return known;
    }

    private static ReadOnlySpan<char> ApostropheOf(ReadOnlySpan<char> word) => word[1..] switch
    {
        "s" or "S" => "'s",
        "m" or "M" => "'m",
        "re" or "RE" => "'re",
        "ve" or "VE" => "'ve",
        "d" or "D" => "'d",
        "ll" or "LL" => "'ll",
        _ => word,
    };

    // Marks inside a word belong to it where a letter or digit follows: node.js, 1,000, 12:30, O'Brien, 2020-05-05.
    private static bool GoesOn(string text, int i, int to)
    {
        var c = text[i];
        if (char.IsLetterOrDigit(c))
        {
            return true;
        }

        if (char.IsWhiteSpace(c))
        {
            return false;
        }

        return c switch
        {
            ',' or ':' => char.IsAsciiDigit(text[i - 1]) && i + 1 < to && char.IsAsciiDigit(text[i + 1]),
            '.' or '\'' or '’' or '-' => IsInner(text, i + 1, to),
            _ => !Marks.Contains(c),
        };
    }

    private static bool IsInner(string text, int i, int to) => i < to && char.IsLetterOrDigit(text[i]);

    /// <returns>The start of the second word of a contraction: 'm, 's, n't.</returns>
    private static int Contraction(string text, int start, int end)
    {
        var word = text.AsSpan(start, end - start);
        var at = word.LastIndexOfAny('\'', '’');
        if (at < 1)
        {
            return start;
        }

        return word[(at + 1)..] switch
        {
            "s" or "S" or "m" or "M" or "re" or "RE" or "ve" or "VE" or "d" or "D" or "ll" or "LL" => start + at,
            "t" or "T" when word[at - 1] is 'n' or 'N' => start + at - 1,
            _ => start,
        };
    }

    private static bool IsAbbreviation(string text, int start, int end, int to, Word? known)
    {
        if ((end - start == 1 && char.IsUpper(text[start]) && text[start] != 'I') || known is { } title && title.Is(WordClass.Title))
        {
            return true;
        }

        if (known is null || !known.Is(WordClass.Abbreviation))
        {
            return false;
        }

        // Acme Inc. She: a capital after it begins a sentence.
        var next = end + 1;
        while (next < to && text[next] == ' ')
        {
            next++;
        }

        return next < to && !char.IsUpper(text[next]) && text[next] != '\n';
    }
}
