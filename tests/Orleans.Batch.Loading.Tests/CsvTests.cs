using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Orleans.Batch.Loading.Tests;

public sealed class CsvTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Survey_AllColumns_RowsAreTheLinesTheyStandFor()
    {
        Items(
            "type,graph_id,user_id,thread_id,data,data_type,content,role,name,created_at,metadata.source,metadata\n"
            + "graph,g,,,,,,,\"Graph, one\",,,\n"
            + ",g,,,\"first\nsecond \"\"line\"\"\",,,,,2024-03-01T09:00:00Z,crm,\n"
            + "graph_episode,,u,,\"{\"\"plan\"\":1}\",json,,,,,,\"{\"\"n\"\":1.50}\"\n"
            + ",,,t,,,Hi,user,Avery,,,\n")
            .ShouldBe([
                """{"type":"graph_episode","data_type":"text","graph_id":"g","data":"first\nsecond \"line\"","created_at":"2024-03-01T09:00:00Z","metadata":{"source":"crm"}}""",
                """{"type":"graph_episode","user_id":"u","data":"{\"plan\":1}","data_type":"json","metadata":{"n":1.50}}""",
                """{"type":"thread_message","thread_id":"t","content":"Hi","role":"user","name":"Avery"}""",
            ]);
    }

    [Theory]
    [InlineData("utf-8", false, ";", "\r\n")]
    [InlineData("utf-8", true, "\t", "\n")]
    [InlineData("utf-16", false, ",", "\r\n")]
    [InlineData("utf-8", true, ",", "\r")]
    public void Survey_OtherEncodingSeparatorAndLineEnd_TheSame(string encoding, bool gzip, string separator, string end)
    {
        var text = $"graph_id{separator}data{end}g{separator}\"täb {separator}€\"{end}{end}g{separator}two{end}";
        Items(text, Encoding.GetEncoding(encoding), gzip)
            .ShouldBe([$$"""{"type":"graph_episode","data_type":"text","graph_id":"g","data":"täb {{separator.Replace("\t", "\\t", StringComparison.Ordinal)}}€"}""", """{"type":"graph_episode","data_type":"text","graph_id":"g","data":"two"}"""]);
    }

    [Fact]
    public void Survey_BadRows_AreRejectedWithTheLineTheyBeginOn()
    {
        var path = Write(
            "graph_id,data,created_at,metadata\n"
            + "g,\"two\nlines\",,\n"
            + "g,stray\"quote,,\n"
            + "g,few\n"
            + "\n"
            + "g,when,yesterday,\n"
            + "g,labels,,[1]\n"
            + "g,labels,,{\n"
            + "g,fine,,\n");
        using (var source = Survey(path))
        {
            (source.Lines, source.ItemCount, source.Rejects.Count).ShouldBe((7L, 2L, 5L));
        }

        Rejects(path).Select(r => (r.GetProperty("line").GetInt64(), r.GetProperty("field").GetString(), r.GetProperty("code").GetString()))
            .ShouldBe([
                (4, "", "invalid_request"), (5, "", "invalid_request"), (7, "created_at", "invalid_date"),
                (8, "metadata", "wrong_type"), (9, "metadata", "malformed_json"),
            ]);
        Rejects(path)[0].GetProperty("raw").GetString().ShouldBe("g,stray\"quote,,");
    }

    [Fact]
    public void Survey_BytesThatAreNoText_NameTheColumn()
    {
        var path = _folder["latin.csv"];
        File.WriteAllBytes(path, [.. "graph_id,data\ng,caf"u8, 0xE9, .. "\ng,ok\n"u8]);
        using (var source = Survey(path))
        {
            source.ItemCount.ShouldBe(1);
        }

        var reject = Rejects(path).Single();
        (reject.GetProperty("line").GetInt64(), reject.GetProperty("field").GetString(), reject.GetProperty("code").GetString())
            .ShouldBe((2, "data", "invalid_encoding"));
    }

    [Theory]
    [InlineData("graph_id,creted_at,data\n", "column 2, \"creted_at\"")]
    [InlineData("graph_id,data,Data\n", "column 3, \"Data\", stands twice")]
    [InlineData("graph_id,data\ng,fine\ng,\"open\ng,more\n", "begins on line 3 has a quote that is not closed")]
    [InlineData("", "is empty")]
    public void Survey_FileThatCannotBeUnderstood_IsRefusedAsAWhole(string text, string message) =>
        Should.Throw<InvalidDataException>(() => Survey(Write(text))).Message.ShouldContain(message);

    [Fact]
    public void Survey_CellWithoutAnEnd_DoesNotFillTheMemory()
    {
        var path = _folder["endless.csv"];
        File.WriteAllText(path, "graph_id,data\ng,\"" + new string('x', 20_000_000));
        Should.Throw<InvalidDataException>(() => Survey(path)).Message.ShouldContain("behind line 1");
    }

    private static FileItemSource Survey(string path)
    {
        var source = new FileItemSource(path, new LoadLimits());
        try
        {
            source.Survey((_, _) => { }, default);
            return source;
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    private static JsonElement[] Rejects(string path) =>
        [.. File.ReadAllLines(path + ".rejects.ndjson").Select(l => JsonDocument.Parse(l).RootElement)];

    private string[] Items(string text, Encoding? encoding = null, bool gzip = false)
    {
        var path = Write(text, encoding, gzip);
        using var source = Survey(path);
        source.Rejects.Count.ShouldBe(0);
        return
        [
            .. source.Pages().SelectMany(p =>
            {
                using (p)
                {
                    return Enumerable.Range(0, p.Count).Select(i => Encoding.UTF8.GetString(p.RawOf(i))).ToArray();
                }
            }),
        ];
    }

    private string Write(string text, Encoding? encoding = null, bool gzip = false)
    {
        var path = _folder[gzip ? "rows.csv.gz" : "rows.csv"];
        using Stream file = gzip ? new GZipStream(File.Create(path), CompressionLevel.Fastest) : File.Create(path);
        using var writer = new StreamWriter(file, encoding ?? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        writer.Write(text);
        return path;
    }
}
