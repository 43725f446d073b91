namespace Orleans.Batch.Loading.Tests.Importing.Email;

public sealed class EmailTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Import_FolderOfSamples_IsEachMessageOldestFirst()
    {
        var imported = await Imported.FromAsync(Imported.Sample("Email"), new("email"));

        imported.All("data").ShouldContain(
            "From: Robin Sämple <robin@example.org>\nTo: Avery <avery@example.org>, Mara <mara@example.org>\nSubject: Re: Plan\n\nWe & they agree.\n\nSee you\nsoon");
        imported.All("record_id").First().ShouldBe("email:1@example.org");
        imported.All("record_id").Last().ShouldBe("email:2@example.org");
        imported.All("data").First()!.ShouldContain("The plan starts in March.\n");
        imported.All("created_at").ShouldBe(["2024-02-29T10:00:00Z", null, "2024-03-01T10:00:00Z"]);
        imported.Items[2].GetProperty("metadata").GetProperty("in_reply_to").GetString().ShouldBe("1@example.org");
        imported.Created.ShouldBe(["Graph email"]);
        imported.LeftOut.ShouldBe(new Dictionary<string, long> { ["attachments"] = 1 });
        imported.Rejects.ShouldBe(["box.mbox, message 3: It is no mail: it has no sender, no subject and no Message-ID"]);
    }

    [Fact]
    public async Task Import_OneMessageForAUser_IsAnEpisodeOfTheirs()
    {
        var imported = await Imported.FromAsync(Imported.Sample("Email", "note.eml"), new("email") { User = "u" });
        imported.All("user_id").ShouldBe(["u"]);
        imported.All("record_id").Single()!.ShouldStartWith("email:");
    }

    [Fact]
    public async Task Import_LongMessage_IsCutWithItsHeadOnEveryPiece()
    {
        File.WriteAllText(_folder["long.eml"], "From: a@example.org\nSubject: Long\nDate: Thu, 29 Feb 2024 10:00:00 +0000\nMessage-ID: <l@x>\n\n" + string.Concat(Enumerable.Repeat("A line of a long mail.\n", 1_000)));
        var imported = await Imported.FromAsync(_folder["long.eml"], new("email"));
        imported.Items.Count.ShouldBeGreaterThan(5);
        imported.All("data").ShouldAllBe(d => d!.StartsWith("From: a@example.org\nSubject: Long\n\nA line") && d.Length <= ImportSettings.DefaultChunkSize);
        imported.All("document_id").Distinct().Count().ShouldBe(1);
    }

    [Theory]
    [InlineData("no.mbox", "this is no mailbox\nat all\n", "is no mbox file")]
    public async Task Import_OtherFile_IsRefused(string name, string text, string message)
    {
        File.WriteAllText(_folder[name], text);
        (await Should.ThrowAsync<InvalidDataException>(() => Imported.FromAsync(_folder[name], new("email")))).Message.ShouldContain(message);
    }
}
