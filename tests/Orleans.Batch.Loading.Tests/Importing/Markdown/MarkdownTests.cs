namespace Orleans.Batch.Loading.Tests.Importing.Markdown;

public sealed class MarkdownTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Import_Sample_IsOneGraphOfSectionsWithTheirHeadings()
    {
        var imported = await Imported.FromAsync(Imported.Sample("Markdown", "notes"), new("markdown"));

        imported.All("data").ShouldBe([
            "no heading and no date",
            "Two apple trees, planted with Mara.",
            "Watering\n\nEvery Sunday.\n\n```sh\n# not a heading\n```",
            "Watering › In summer\n\nTwice a week.",
            "Lisbon\n\nWe stay in Alfama.",
        ]);
        imported.All("created_at").ShouldBe([null, "2024-04-02T00:00:00Z", "2024-04-02T00:00:00Z", "2024-04-02T00:00:00Z", "2024-06-10T00:00:00Z"]);
        imported.Places[3].ShouldBe("garden.md, line 16");
        imported.All("document_id").Distinct().Count().ShouldBe(3);
        imported.All("source_description").Last().ShouldBe("trips/2024-06-10-lisbon.md");
        imported.Items[1].GetProperty("metadata").GetProperty("title").GetString().ShouldBe("The garden");
        imported.Created.ShouldBe(["Graph notes"]);
        imported.LeftOut.ShouldBe(new Dictionary<string, long> { ["files that are not Markdown"] = 1 });
        imported.Rejects.ShouldBe(["odd.md: \"some day\" in its front matter is no date; see --date-format"]);
    }

    [Fact]
    public async Task Import_EditedFile_KeepsTheIdsOfWhatIsUnchanged()
    {
        var path = Directory.CreateDirectory(_folder["notes"]).FullName;
        File.WriteAllText(Path.Combine(path, "a.md"), "# A\n\none\n\n# B\n\ntwo\n");
        var before = await Imported.FromAsync(path, new("markdown"));
        File.WriteAllText(Path.Combine(path, "a.md"), "# New\n\nzero\n\n# B\n\ntwo\n\n# A\n\none, edited\n");
        var after = await Imported.FromAsync(path, new("markdown"));
        after.All("record_id").ElementAt(1).ShouldBe(before.All("record_id").ElementAt(1));
        after.All("record_id").Intersect(before.All("record_id")).Count().ShouldBe(1);
    }

    [Fact]
    public async Task Import_FileThatIsNoText_IsRejectedAndTheOthersAreNot()
    {
        var path = Directory.CreateDirectory(_folder["notes"]).FullName;
        File.WriteAllBytes(Path.Combine(path, "bad.md"), [0xC3, 0x28]);
        File.WriteAllText(Path.Combine(path, "good.md"), "fine");
        var imported = await Imported.FromAsync(path, new("markdown") { Graph = "g" });
        imported.All("data").ShouldBe(["fine"]);
        imported.Rejects.Single().ShouldStartWith("bad.md: It is not UTF-8 text");
    }
}
