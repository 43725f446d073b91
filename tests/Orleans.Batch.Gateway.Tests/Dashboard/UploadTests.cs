using System.IO.Compression;
using System.Text;

namespace Orleans.Batch.Gateway.Tests.Dashboard;

/// <summary>A file becomes a draft completely, or not at all.</summary>
public sealed class UploadTests
{
    private const string Csv = "graph_id,data,created_at,metadata.source\ng,\"first\nline\",2024-03-01T09:00:00Z,crm\ng,second,,\n";

    private const string Lines =
        """
        {"type":"graph_episode","graph_id":"g","data_type":"text","data":"one"}

        {"type":"thread_message","thread_id":"t","role":"user","content":"two"}
        """;

    [Theory]
    [InlineData("a.csv", false)]
    [InlineData("a.csv.gz", true)]
    [InlineData("without a name that tells", false)]
    public async Task Csv_RowsAreTheItems(string name, bool gzip)
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await Browser.SignedInAsync(host);

        var answer = await browser.SendFileAsync("batches/new", browser.FormToken, name, gzip ? Gzip(Csv) : Encoding.UTF8.GetBytes(Csv));

        answer.Status.ShouldBe(303, answer.Body);
        answer.Headers["Location"].Single().ShouldBe($"/batches/new/{host.Service.BatchId}");
        host.Service.Added.Select(i => (i.GraphId, i.Content, i.CreatedAt, i.Metadata?.Value)).ShouldBe(
            [("g", "first\nline", new DateTimeOffset(2024, 3, 1, 9, 0, 0, TimeSpan.Zero), """{"source":"crm"}"""), ("g", "second", null, null)]);
        host.Service.Created.Single().Extraction.ShouldBe(ExtractionMode.StoreOnly);
        host.Service.Created.Single().Metadata!.Value.Value.ShouldContain("Night ");
        host.Service.Deleted.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("a.ndjson", false)]
    [InlineData("a.ndjson.gz", true)]
    public async Task Ndjson_LinesAreTheItems(string name, bool gzip)
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await Browser.SignedInAsync(host);

        var answer = await browser.SendFileAsync("batches/new", browser.FormToken, name, gzip ? Gzip(Lines) : Encoding.UTF8.GetBytes(Lines));

        answer.Status.ShouldBe(303, answer.Body);
        host.Service.Added.Select(i => i.Content).ShouldBe(["one", "two"]);
    }

    [Fact]
    public async Task FileWithDestinations_CreatesThemAndNamesItsItemsByTheirContent()
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await Browser.SignedInAsync(host);
        const string file =
            """
            {"type":"thread_message","thread_id":"t-1","role":"user","name":"Ada","content":"Hello"}
            {"type":"thread","thread_id":"t-1","user_id":"u-17"}
            {"type":"user","user_id":"u-17","first_name":"Customer 17"}
            {"type":"graph","graph_id":"acct-4","name":"Account 4"}
            {"type":"graph_episode","graph_id":"acct-4","data":"No type"}
            {"type":"graph_episode","graph_id":"acct-4","data_type":"text","data":"No type"}
            {"type":"graph_episode","graph_id":"acct-4","data":"Named","record_id":"r-1"}
            """;

        var answer = await SendAsync(file);

        answer.Status.ShouldBe(303, answer.Body);
        host.Memory.Users.ShouldContain("u-17");
        var ids = host.Service.Added.Select(i => i.RecordId!).ToArray();
        ids[2].ShouldBe(ids[1] + ":2", "the same item a second time");
        ids[3].ShouldBe("r-1");
        host.Service.Added[1].DataType.ShouldBe(DataType.Text);

        // The same file again has nothing new, unless loading again is requested.
        (await SendAsync(file)).Body.ShouldContain("all its 4 items are already loaded");
        host.Service.Added.Count.ShouldBe(4);
        (await SendAsync(file, onceMore: true)).Status.ShouldBe(303);
        host.Service.Added.Count.ShouldBe(8);

        Task<Answer> SendAsync(string lines, bool onceMore = false) =>
            browser.SendFileAsync("batches/new", browser.FormToken, "a.ndjson", Encoding.UTF8.GetBytes(lines), onceMore);
    }

    [Fact]
    public async Task DestinationThatCannotBe_IsNamedWithItsLineAndNothingIsKept()
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await Browser.SignedInAsync(host);

        var answer = await browser.SendFileAsync(
            "batches/new",
            browser.FormToken,
            "a.ndjson",
            Encoding.UTF8.GetBytes("{\"type\":\"graph_episode\",\"graph_id\":\"g\",\"data\":\"d\"}\n{\"type\":\"thread\",\"thread_id\":\"t\"}\n{\"type\":\"room\"}"));

        answer.Status.ShouldBe(400);
        answer.Body.ShouldContain("user_id is required");
        answer.Body.ShouldContain("type must be one of graph_episode, thread_message, user, graph, thread");
        host.Service.Added.ShouldBeEmpty();
        host.Service.Deleted.ShouldBe([host.Service.BatchId]);
    }

    [Fact]
    public async Task BadRows_AreAllNamedWithTheirLines_AndNothingIsKept()
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await Browser.SignedInAsync(host);
        var csv = "graph_id,data,created_at\ng,<i>fine</i>,\ng,x,yesterday\n,none,\nfew\n";

        var answer = await browser.SendFileAsync("batches/new", browser.FormToken, "<b>.csv", Encoding.UTF8.GetBytes(csv));

        answer.Status.ShouldBe(400);
        answer.Body.ShouldContain("3 problems");
        foreach (var line in (string[])[">3</th>", ">4</th>", ">5</th>", "&lt;i&gt;fine&lt;/i&gt;", "&lt;b&gt;.csv"])
        {
            answer.Body.ShouldContain(line);
        }

        host.Service.Added.ShouldBeEmpty();
        host.Service.Deleted.ShouldBe([host.Service.BatchId]);
    }

    [Theory]
    [InlineData("a.csv", "what,ever\n1,2\n", "is not a field")]
    [InlineData("a.csv", "", "is empty")]
    [InlineData("a.csv", "graph_id,data\ng,\"open\n", "not closed")]
    [InlineData("a.ndjson", "{\"type\":\"graph_episode\"", "line 1")]
    public async Task NoItems_SaysWhyAndWhatToDo(string name, string content, string why)
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await Browser.SignedInAsync(host);

        var answer = await browser.SendFileAsync("batches/new", browser.FormToken, name, Encoding.UTF8.GetBytes(content));

        answer.Status.ShouldBe(400, answer.Body);
        answer.Body.ShouldContain(why);
        host.Service.Added.ShouldBeEmpty();
        host.Service.Created.Count.ShouldBe(host.Service.Deleted.Count);
    }

    [Theory]
    [InlineData("a.csv", Csv)]
    [InlineData("a.ndjson", Lines)]
    public async Task GzipThatIsNotComplete_KeepsNothing(string name, string content)
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await Browser.SignedInAsync(host);
        var whole = Gzip(content);
        foreach (var (file, why) in ((byte[], string)[])[(whole[..^8], $"breaks off at byte {whole.Length - 8}"), ([.. whole, 0], "other bytes follow")])
        {
            var answer = await browser.SendFileAsync("batches/new", browser.FormToken, name + ".gz", file);

            answer.Status.ShouldBe(400, answer.Body);
            answer.Body.ShouldContain("the file is not complete, valid gzip: ");
            answer.Body.ShouldContain(why);
        }

        host.Service.Added.ShouldBeEmpty();
        host.Service.Deleted.Count.ShouldBe(2);
    }

    [Fact]
    public async Task TooMuchUnpacked_IsRefused()
    {
        await using var host = await GatewayHost.StartAsync(static o => o.MaxStreamBytes = 100_000);
        using var browser = await Browser.SignedInAsync(host);
        var bomb = Gzip("graph_id,data\n" + new string('x', 5_000_000));

        var answer = await browser.SendFileAsync("batches/new", browser.FormToken, "a.csv", bomb);

        answer.Status.ShouldBe(413);
        host.Service.Deleted.ShouldBe([host.Service.BatchId]);
    }

    [Fact]
    public async Task WithoutThisSessionsToken_NothingIsRead()
    {
        await using var host = await GatewayHost.StartAsync();
        using var browser = await Browser.SignedInAsync(host);

        (await browser.SendFileAsync("batches/new", "another", "a.csv", Encoding.UTF8.GetBytes(Csv))).Status.ShouldBe(403);
        (await browser.SubmitAsync("batches/new")).Status.ShouldBe(400);
        host.Service.Created.ShouldBeEmpty();
    }

    private static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }
}
