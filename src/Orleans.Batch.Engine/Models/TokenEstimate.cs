namespace Orleans.Batch.Models;

/// <summary>
/// An upper estimate of the tokens of a text, without a tokenizer. Three letters of a word count as a token, rounded up for each
/// word; so does each digit and each mark, because tokenizers join at most three digits, and some none; other scripts count by
/// two bytes. On English text it is 1.6 to 2.2 times what the tokenizers of GPT-4 and GPT-4o count. Bytes divided by three are too
/// few for JSON, dates and UUIDs. Only words that tokenizers do not know, such as rare names, may have more tokens.
/// </summary>
public static class TokenEstimate
{
    private const int LettersPerToken = 3;
    private const int BytesPerToken = 2;

    /// <summary>The most tokens that a text has.</summary>
    public static int Count(ReadOnlySpan<char> text)
    {
        var (tokens, letters, bytes) = (0, 0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsAsciiLetter(c))
            {
                letters++;
                continue;
            }

            tokens += RoundUp(letters, LettersPerToken);
            letters = 0;
            if (!char.IsAscii(c))
            {
                bytes += c < 0x800 ? 2 : 3;
            }
            else if (c != ' ' || i + 1 == text.Length || !char.IsLetter(text[i + 1]))
            {
                // A space before a word is part of the word's token.
                tokens++;
            }
        }

        return tokens + RoundUp(letters, LettersPerToken) + RoundUp(bytes, BytesPerToken);
    }

    private static int RoundUp(int count, int perToken) => (count + perToken - 1) / perToken;
}
