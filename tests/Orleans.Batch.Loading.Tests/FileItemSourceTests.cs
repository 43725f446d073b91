using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Spectre.Console;

namespace Orleans.Batch.Loading.Tests;

public sealed class FileItemSourceTests : IDisposable
{
    private static readonly LoadLimits Small = new() { PageItems = 4, BatchItems = 10, PageBytes = 600 };
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Pages_MixedFile_AreTheGoodItemsInOrderAndTheSameEveryTime()
    {
        var path = WriteMixed(items: 57);
        using var source = Survey(path);

        var first = Cut(source);
        Cut(source).ShouldBe(first);
        first.SelectMany(p => p.Items).ShouldBe(Enumerable.Range(0, 57).Select(i => $"item {i}"));
        first.Select(p => p.Batch).Distinct().ShouldBe(Enumerable.Range(1, 6));
        first.GroupBy(p => p.Batch).Select(b => b.Sum(p => p.Items.Length)).ShouldBe([10, 10, 10, 10, 10, 7]);
        first.ShouldAllBe(p => p.Items.Length <= 4);
    }

    [Fact]
    public void Survey_MixedFile_CountsEveryLineOnce()
    {
        using var source = Survey(WriteMixed(items: 57));
        source.ItemCount.ShouldBe(57);
        (source.BlankLines + source.RecordLines + source.ItemCount + source.Rejects.Count).ShouldBe(source.Lines);
        source.RecordLines.ShouldBe(4);
        source.Destinations.Count.ShouldBe(3);
        source.Destinations.GetAll(LineKind.User).Single().Line.ShouldBe(1);
        Encoding.UTF8.GetString(source.Destinations.GetAll(LineKind.User).Single().Body).ShouldBe("""{"user_id":"u","first_name":"First"}""");
    }

    [Fact]
    public void Survey_BadLines_AreInTheRejectsFileWithLineFieldAndReason()
    {
        var path = _folder["bad.ndjson"];
        File.WriteAllText(path, $$"""
            {"type":"graph","graph_id":"g"}
            {"type":"graph_episode","graph_id":"g","data_type":"text"}
            {{new string('x', 5_000)}}
            """);
        using (var source = Survey(path))
        {
            source.Rejects.Count.ShouldBe(2);
        }

        var rejects = File.ReadAllLines(path + ".rejects.ndjson").Select(l => JsonDocument.Parse(l).RootElement).ToArray();
        rejects.Select(r => (r.GetProperty("line").GetInt64(), r.GetProperty("field").GetString(), r.GetProperty("code").GetString()))
            .ShouldBe([(2, "data", "required"), (3, "", "malformed_json")]);
        rejects[0].GetProperty("raw").GetString().ShouldBe("""{"type":"graph_episode","graph_id":"g","data_type":"text"}""");
        rejects[0].GetProperty("raw_cut").GetBoolean().ShouldBeFalse();
        rejects[1].GetProperty("raw").GetString()!.Length.ShouldBe(1_000);
        rejects[1].GetProperty("raw_cut").GetBoolean().ShouldBeTrue();

        // The next run has no bad lines, so the old rejects must be gone.
        File.WriteAllText(path, """{"type":"graph","graph_id":"g"}""");
        Survey(path).Dispose();
        File.Exists(path + ".rejects.ndjson").ShouldBeFalse();
    }

    [Fact]
    public void Rejects_ManyLines_AreReadableInTheFileAndTheFirstOnTheScreen()
    {
        var path = _folder["many.ndjson"];
        File.WriteAllLines(path, Enumerable.Range(0, 230).Select(i => $$"""{"type":"graph_episode","graph_id":"g","data":"é{{i}}","created_at":"soon"}"""));
        using var source = Survey(path);
        using var said = new StringWriter();
        RejectText.Write(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(said), Ansi = AnsiSupport.No }), source.Rejects);
        var text = string.Join(' ', said.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        text.ShouldStartWith("line 1: created_at");
        text.ShouldContain("write dates like 2024-03-01T09:00:00Z");
        text.ShouldContain("""{"type":"graph_episode","graph_id":"g","data":"é0","created_at":"soon"}""");
        text.ShouldEndWith("and 220 more");
        source.Dispose();
        File.ReadLines(path + ".rejects.ndjson").First().ShouldContain("""{\"type\":\"graph_episode\",""");
    }

    [Fact]
    public void Key_GzipOfAFile_IsTheSame()
    {
        var path = WriteMixed(items: 20);
        var packed = _folder["packed"];
        using (var gzip = new GZipStream(File.Create(packed), CompressionLevel.Fastest))
        {
            gzip.Write(File.ReadAllBytes(path));
        }

        using var plain = Survey(path);
        using var same = Survey(packed);
        same.Key.ShouldBe(plain.Key);
        Cut(same).ShouldBe(Cut(plain));
        File.AppendAllText(path, "\n");
        using var other = Survey(path);
        other.Key.ShouldNotBe(plain.Key);
    }

    [Fact]
    public void Survey_DamagedGzip_Throws()
    {
        var path = _folder["damaged.gz"];
        using (var gzip = new GZipStream(File.Create(path), CompressionLevel.NoCompression))
        {
            gzip.Write(File.ReadAllBytes(WriteMixed(items: 50)));
        }

        using (var file = File.OpenWrite(path))
        {
            file.SetLength(file.Length / 2);
        }

        var length = new FileInfo(path).Length;
        Should.Throw<BatchServiceException>(() => Survey(path)).Message
            .ShouldBe($"{path} is not complete, valid gzip: it breaks off at byte {length}, before the end of the data");
    }

    [Theory]
    [InlineData("padded.ndjson.gz")]
    [InlineData("padded.csv.gz")]
    public void Survey_BytesBehindGzip_Throws(string name)
    {
        var path = _folder[name];
        using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            gzip.Write("graph_id,data\ng,one\n"u8);
        }

        File.AppendAllText(path, "\0\0\0");
        Should.Throw<BatchServiceException>(() => Survey(path)).Message.ShouldContain("other bytes follow the end of the data");
    }

    [Fact]
    public void Pages_FileChangedSinceTheSurvey_ThrowsBeforeTheLastPage()
    {
        var path = WriteMixed(items: 8);
        using var source = Survey(path);
        File.WriteAllText(path, File.ReadAllText(path).Replace("item 7", "item X"));
        var got = new List<string>();
        Should.Throw<InvalidDataException>(() =>
        {
            foreach (var page in source.Pages())
            {
                got.AddRange(Items(page));
            }
        });
        got.ShouldNotContain("item X");
    }

    private static FileItemSource Survey(string path)
    {
        var source = new FileItemSource(path, Small);
        source.Survey((_, _) => { }, default);
        return source;
    }

    private static List<Page> Cut(FileItemSource source)
    {
        var pages = new List<Page>();
        foreach (var page in source.Pages())
        {
            pages.Add(new(page.Batch, page.LineOf(0), page.LineOf(page.Count - 1), Items(page)));
            page.Dispose();
        }

        return pages;
    }

    private static string[] Items(ItemPage page)
    {
        using var body = JsonDocument.Parse(page.Body);
        return [.. body.RootElement.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("data").GetString()!)];
    }

    private string WriteMixed(int items)
    {
        var path = _folder[$"mixed{items}.ndjson"];
        var lines = new List<string>
        {
            """{"type":"user","user_id":"u","first_name":"First"}""",
            """{"type":"user","user_id":"u","first_name":"Second"}""",
            """{"type":"thread","thread_id":"t","user_id":"u"}""",
            "",
        };
        for (var i = 0; i < items; i++)
        {
            lines.Add($$"""{"type":"graph_episode","graph_id":"g","data":"item {{i}}","data_type":"text"}""");
            if (i % 7 == 3)
            {
                lines.Add("broken");
            }
        }

        lines.Add("""{"type":"graph","graph_id":"g"}""");
        File.WriteAllText(path, string.Join('\n', lines));
        return path;
    }

    private sealed record Page(int Batch, long First, long Last, string[] Items)
    {
        public bool Equals(Page? other) =>
            other is not null && (Batch, First, Last) == (other.Batch, other.First, other.Last) && Items.SequenceEqual(other.Items);

        public override int GetHashCode() => HashCode.Combine(Batch, First);
    }
}
