using System.Security.Cryptography;
using System.Text;

namespace Orleans.Batch.Loading.Tests;

public sealed class LineReaderTests
{
    [Theory]
    [InlineData("a\nb", "a|b")]
    [InlineData("a\r\n  b \r\n\n", "a|b|")]
    [InlineData("\uFEFFa\n\uFEFFb\n", "a|\uFEFFb")]
    [InlineData("", "")]
    public void TryRead_Text_GivesTrimmedLines(string text, string lines) =>
        string.Join('|', Read(Encoding.UTF8.GetBytes(text), out _).Select(l => l.Text)).ShouldBe(lines);

    [Fact]
    public void TryRead_LongLines_KeepsTheOthersWholeAndHashesAll()
    {
        var longest = new string('x', LineReader.MaxLine);
        var content = Encoding.UTF8.GetBytes($"first\n{longest}\n{longest}{longest}{longest}y\nlast\n{longest}zz");
        var lines = Read(content, out var hash);

        lines.Select(l => (l.Text.Length, l.TooLong)).ShouldBe(
            [(5, false), (LineReader.MaxLine, false), (1024, true), (4, false), (1024, true)]);
        hash.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(content)));
    }

    [Fact]
    public void TryRead_RandomLengths_GivesEveryLine()
    {
        var random = new Random(11);
        var expected = Enumerable.Range(0, 400).Select(i => new string((char)('a' + (i % 26)), random.Next(0, 40_000))).ToArray();
        Read(Encoding.UTF8.GetBytes(string.Join('\n', expected) + "\n"), out _).Select(l => l.Text).ShouldBe(expected);
    }

    private static List<(string Text, bool TooLong)> Read(byte[] content, out string hash)
    {
        using var reader = new LineReader(new MemoryStream(content));
        var lines = new List<(string, bool)>();
        while (reader.TryRead(out var line))
        {
            lines.Add((Encoding.UTF8.GetString(line), reader.TooLong));
        }

        reader.Number.ShouldBe(lines.Count);
        hash = reader.Hash();
        return lines;
    }
}
