namespace Orleans.Batch.Loading;

/// <summary>
/// Cuts long text into pieces: at the end of a paragraph where there is one in the second half of a piece, otherwise of
/// a line, a sentence, a word. A piece begins with the end of the one before it.
/// </summary>
internal static class TextChunks
{
    private static readonly string[] Ends = ["\n\n", "\n", ". ", "! ", "? ", " "];

    /// <summary>The pieces in order; a short text is one piece.</summary>
    /// <param name="text">The text.</param>
    /// <param name="size">The most UTF-16 units of a piece; never fewer code points than that.</param>
    /// <param name="overlap">The most units that a piece repeats; less than half of the size counts.</param>
    public static IEnumerable<string> Cut(string text, int size, int overlap)
    {
        if (text.Length <= size)
        {
            yield return text;
            yield break;
        }

        overlap = Math.Min(overlap, (size / 2) - 1);
        var start = 0;
        while (text.Length - start > size)
        {
            var end = End(text, start, size);
            var piece = text[start..end].Trim();
            if (piece.Length > 0)
            {
                yield return piece;
            }

            start = Back(text, end, overlap);
        }

        var rest = text[start..].Trim();
        if (rest.Length > 0)
        {
            yield return rest;
        }
    }

    private static int End(string text, int start, int size)
    {
        var half = start + (size / 2);
        foreach (var end in Ends)
        {
            var found = text.LastIndexOf(end, start + size - 1, size - (half - start), StringComparison.Ordinal);
            if (found >= half)
            {
                return found + end.Length;
            }
        }

        return Whole(text, start + size);
    }

    // Where the next piece begins: behind the first end of a line, sentence or word within the overlap.
    private static int Back(string text, int end, int overlap)
    {
        var begin = end - overlap;
        foreach (var mark in Ends)
        {
            var found = text.IndexOf(mark, begin, overlap, StringComparison.Ordinal);
            if (found >= 0 && found + mark.Length < end)
            {
                return found + mark.Length;
            }
        }

        return Whole(text, begin);
    }

    private static int Whole(string text, int at) => at > 0 && at < text.Length && char.IsLowSurrogate(text[at]) && char.IsHighSurrogate(text[at - 1]) ? at - 1 : at;
}
