using System.Runtime.InteropServices;

namespace Orleans.Batch.Extraction;

/// <summary>Facts of prose, sentence by sentence. Questions, quotations and code state nothing.</summary>
internal static class TextFacts
{
    private const int LongestSentence = 120;

    /// <summary>Reads the facts of one turn.</summary>
    public static void Read(string text, int from, int to, Turn turn)
    {
        var tokens = turn.AssertionCollector.Tokens;
        tokens.Clear();
        Tokenizer.Cut(text, from, to, tokens);
        var all = CollectionsMarshal.AsSpan(tokens);
        var (start, quoted, code) = (0, false, false);
        for (var i = 0; i <= all.Length; i++)
        {
            var mark = i < all.Length ? all[i].Mark : '\n';
            if (mark == '`')
            {
                code = !code;
            }

            if (!EndsSentence(text, all, i, mark))
            {
                continue;
            }

            var sentence = all[start..i];
            var states = mark != '?' && !code && IsPlain(sentence, ref quoted);
            if (states && sentence.Length is > 1 and <= LongestSentence)
            {
                SentenceFacts.Read(new Sentence(text, sentence), turn);
            }

            // An unclosed quotation ends with its paragraph.
            quoted &= mark != '\n';
            code &= mark != '\n' || !IsBlankLine(all, i);
            start = i + 1;
        }
    }

    private static bool EndsSentence(string text, ReadOnlySpan<Token> tokens, int i, char mark) => mark switch
    {
        '.' or '!' or '?' or ';' or '…' or '|' => true,
        '\n' => i + 1 >= tokens.Length || !tokens[i + 1].IsWord || !char.IsLower(text[tokens[i + 1].Start]),
        _ => false,
    };

    // Nothing quoted, no code, no forwarded lines.
    private static bool IsPlain(ReadOnlySpan<Token> sentence, ref bool quoted)
    {
        var plain = !quoted;
        foreach (var token in sentence)
        {
            switch (token.Mark)
            {
                case '"':
                    quoted = !quoted;
                    plain = false;
                    break;
                case '“' or '„' or '«':
                    quoted = true;
                    plain = false;
                    break;
                case '”' or '»':
                    quoted = false;
                    plain = false;
                    break;
                case '`' or '\'' or '>' or '<' or '{' or '}' or '[' or ']':
                    plain = false;
                    break;
            }
        }

        return plain;
    }

    private static bool IsBlankLine(ReadOnlySpan<Token> tokens, int i) => i + 1 < tokens.Length && tokens[i + 1].Mark == '\n';
}
