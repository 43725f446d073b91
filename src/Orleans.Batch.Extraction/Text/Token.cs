namespace Orleans.Batch.Extraction;

/// <summary>A word or a mark of a text.</summary>
/// <param name="Start">Its position.</param>
/// <param name="Length">Its length.</param>
/// <param name="Mark">The mark: punctuation, or a line's end; NUL for a word.</param>
/// <param name="Known">The word's entry in the lexicon.</param>
internal readonly record struct Token(int Start, int Length, char Mark, Word? Known)
{
    public int End => Start + Length;

    public bool IsWord => Mark == '\0';

    public bool Is(WordClass wordClass) => Known is { } word && word.Is(wordClass);
}
