namespace Orleans.Batch.Loading.Tests.Importing.Tables;

public sealed class TableTests : IDisposable
{
    private static readonly Dictionary<string, string> Ticket = new()
    {
        ["content"] = "Message", ["thread_id"] = "ticket", ["name"] = "Who", ["created_at"] = "Date", ["metadata.priority"] = "Priority",
    };

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Import_CsvAsMessages_HasThreadsOfTheUserAndLocalDates()
    {
        var imported = await Imported.FromAsync(Imported.Sample("Tables", "support.csv"), new("csv")
        {
            User = "desk", Map = Ticket, DateFormat = "dd.MM.yyyy HH:mm", Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"),
        });

        imported.All("content").ShouldBe(["The export stops\nafter ten minutes.", "We will look into it.", "Thank you."]);
        imported.All("created_at").ShouldBe(["2024-02-03T13:30:00Z", "2024-02-03T14:00:00Z", "2024-07-01T08:00:00Z"]);
        imported.All("thread_id").ShouldBe(["T-1", "T-1", "T-2"]);
        imported.All("metadata").ShouldBe(["""{"priority":"high"}""", null, """{"priority":"low"}"""]);
        imported.Created.ShouldBe(["User desk", "Thread T-1", "Thread T-2"]);
        imported.Rejects.ShouldBe([
            "support.csv, line 5: \"31.02.2024 10:00\" is no date in this format", "support.csv, line 6: it is empty",
            "support.csv, line 7: The row has 2 cells, the header 5",
        ]);
    }

    [Fact]
    public async Task Import_JsonInsideADocument_HasPathsNumbersAndUnixDates()
    {
        var imported = await Imported.FromAsync(Imported.Sample("Tables", "feed.json"), new("json")
        {
            Graph = "company",
            Items = "data.rows",
            DateFormat = "unix",
            Map = new Dictionary<string, string>
            {
                ["content"] = "text", ["name"] = "author.name", ["created_at"] = "at", ["record_id"] = "id", ["metadata.tags"] = "tags", ["metadata.dotted"] = "a.b",
            },
            Set = new Dictionary<string, string> { ["source_description"] = "feed" },
        });

        imported.All("data").ShouldBe(["Mara: We moved to Porto.", "The office opens in June."]);
        imported.All("record_id").ShouldBe(["7", "8"]);
        imported.All("created_at").ShouldBe(["2024-05-01T08:00:00Z", "2024-05-01T08:01:40Z"]);
        imported.All("source_description").ShouldAllBe(d => d == "feed");
        imported.All("metadata").First().ShouldBe("""{"dotted":"dotted","tags":"[\"home\"]"}""");
        imported.Created.ShouldBe(["Graph company"]);
        imported.Rejects.ShouldBe(["feed.json, element 3: \"yesterday\" is no date in this format", "feed.json, element 4: It is not an object"]);
    }

    [Fact]
    public async Task Import_RowsOfManyDestinations_CreatesEachOnce()
    {
        File.WriteAllText(_folder["a.csv"], "g,t\none,a\ntwo,b\none,c\n,d\n");
        var imported = await Imported.FromAsync(_folder["a.csv"], new("csv") { Map = new Dictionary<string, string> { ["content"] = "t", ["graph_id"] = "g" } });
        imported.Created.ShouldBe(["Graph one", "Graph two"]);
        imported.Rejects.ShouldBe(["a.csv, line 5: it is empty"]);
    }

    [Theory]
    [InlineData("text=t", "", "text: there is no such field; fields are content")]
    [InlineData("name=t", "", "--map content=COLUMN")]
    [InlineData("content=t", "content=x", "content is in --map and in --set")]
    [InlineData("content=t", "", "--graph ID, --user ID, or --map thread_id=COLUMN")]
    [InlineData("content=t,thread_id=t", "", "Say whose threads these are")]
    public void Create_MappingThatMakesNoSense_IsRefusedBeforeAnythingIsRead(string map, string set, string message) =>
        Should.Throw<LoadException>(() => new CsvImporter(new("csv") { Map = Pairs(map), Set = Pairs(set) })).Message.ShouldContain(message);

    [Theory]
    [InlineData("a.csv", "x,y\n1,2\n", "has no column \"Message\"; its columns are x, y")]
    [InlineData("a.csv", "Message,y\n1,\"2\n", "has a quote that is not closed")]
    [InlineData("a.json", "[{\"a\":1}]", "No element of a.json has \"Message\"")]
    [InlineData("a.json", "{\"rows\":1}", "No element of a.json has \"Message\"")]
    [InlineData("a.json", "[{\"Message\":\"x\"}", "breaks off after element 1")]
    public async Task Import_SourceThatDoesNotFit_IsRefusedAsAWhole(string name, string text, string message)
    {
        File.WriteAllText(_folder[name], text);
        var settings = new ImportSettings(Path.GetExtension(name)[1..]) { Graph = "g", Map = Pairs("content=Message") };
        (await Should.ThrowAsync<InvalidDataException>(() => Imported.FromAsync(_folder[name], settings))).Message.ShouldContain(message);
    }

    [Theory]
    [InlineData("rows", "is not an array")]
    [InlineData("rows.more", "has no array")]
    [InlineData("data", "has no array")]
    public async Task Import_WrongItemsPath_SaysSo(string items, string message)
    {
        File.WriteAllText(_folder["a.json"], """{"other":[1,{"rows":[]}],"rows":{"x":1}}""");
        var settings = new ImportSettings("json") { Graph = "g", Items = items, Map = Pairs("content=Message") };
        (await Should.ThrowAsync<InvalidDataException>(() => Imported.FromAsync(_folder["a.json"], settings))).Message.ShouldContain(message);
    }

    private static Dictionary<string, string> Pairs(string text) =>
        text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=')).ToDictionary(p => p[0], p => p[1]);
}
