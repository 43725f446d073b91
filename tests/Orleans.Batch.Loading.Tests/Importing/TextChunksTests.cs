namespace Orleans.Batch.Loading.Tests.Importing;

public sealed class TextChunksTests
{
    [Fact]
    public void Cut_Paragraphs_EndsAtParagraphsAndRepeatsTheEnd()
    {
        var text = string.Join("\n\n", Enumerable.Range(0, 40).Select(i => $"Paragraph number {i:00} is here."));
        var pieces = TextChunks.Cut(text, 300, 60).ToList();
        pieces.ShouldAllBe(p => p.Length <= 300 && p.StartsWith("Paragraph") && p.EndsWith("here."));
        for (var i = 1; i < pieces.Count; i++)
        {
            pieces[i - 1].ShouldContain(pieces[i].Split("\n\n")[0]);
        }
    }

    [Fact]
    public void Cut_TextWithoutAnyEnd_NeverDividesACharacterAndLosesNothing()
    {
        var text = string.Concat(Enumerable.Repeat("😀", 1_001));
        var pieces = TextChunks.Cut(text, 301, 0).ToList();
        string.Concat(pieces).ShouldBe(text);
        pieces.ShouldAllBe(p => char.IsHighSurrogate(p[0]) && p.Length <= 301);
    }

    [Theory]
    [InlineData(200, 100)]
    [InlineData(201, 0)]
    [InlineData(1_000, 400)]
    public void Cut_AnyText_HasEveryWord(int size, int overlap)
    {
        var words = Enumerable.Range(0, 5_000).Select(i => $"w{i}").ToArray();
        var text = string.Concat(words.Select((w, i) => w + (i % 17 == 0 ? "\n" : i % 31 == 0 ? "\n\n" : i % 7 == 0 ? ". " : " ")));
        var found = TextChunks.Cut(text, size, overlap).SelectMany(p => p.Split([' ', '\n', '.'], StringSplitOptions.RemoveEmptyEntries)).ToHashSet();
        words.ShouldAllBe(w => found.Contains(w));
    }
}
