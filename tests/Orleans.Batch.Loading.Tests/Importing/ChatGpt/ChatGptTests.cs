using System.IO.Compression;
using System.Text;

namespace Orleans.Batch.Loading.Tests.Importing.ChatGpt;

public sealed class ChatGptTests : IDisposable
{
    private static readonly ImportSettings ForUser = new("chatgpt") { User = "u-1" };
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Import_Sample_IsTheCurrentBranchOfEachConversationOldestFirst()
    {
        var imported = await Imported.FromAsync(Imported.Sample("ChatGpt", "conversations.json"), ForUser);

        imported.All("content").ShouldBe(["I am learning Portuguese.", "Boa sorte!", "I travel to Lisbon with Mara in June.", "June is warm 🌞 \uFFFD in Lisbon."]);
        imported.All("role").ShouldBe(["user", "assistant", "user", "assistant"]);
        imported.All("record_id").ShouldBe(["ma", "mb", "m2", "m6"]);
        imported.All("created_at").ShouldBe(["2024-01-01T10:00:00Z", "2024-01-01T10:01:00Z", "2024-05-01T08:00:00.5Z", "2024-05-01T08:00:21Z"]);
        imported.All("thread_id").Distinct().ShouldBe(["chatgpt-6592a000-0000-4000-8000-000000000001", "chatgpt-6631c2f0-0000-4000-8000-000000000002"]);
        imported.Created.ShouldBe(["User u-1", "Thread chatgpt-6592a000-0000-4000-8000-000000000001", "Thread chatgpt-6631c2f0-0000-4000-8000-000000000002"]);
        imported.Places[2].ShouldBe("conversations.json, conversation 1, message 2");
        imported.Items[2].GetProperty("metadata").GetProperty("conversation").GetString().ShouldBe("Trip to Lisbon");
    }

    [Fact]
    public async Task Import_Sample_ReportsDamagedPartsAndCountsWhatIsLeftOut()
    {
        var imported = await Imported.FromAsync(Imported.Sample("ChatGpt", "conversations.json"), ForUser);

        imported.Rejects.Select(r => r[..r.IndexOf(':')]).ShouldBe(["conversations.json, conversation 3", "conversations.json, conversation 4"], ignoreOrder: true);
        imported.LeftOut.ShouldBe(new Dictionary<string, long>
        {
            ["hidden messages"] = 1, ["images, files and recordings"] = 1, ["messages on other branches"] = 1, ["system messages"] = 1, ["tool messages"] = 1,
        }, ignoreOrder: true);
    }

    [Fact]
    public async Task Import_ZipWithDividedFiles_IsTheSameAsTheFile()
    {
        var path = _folder["export.zip"];
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            zip.CreateEntryFromFile(Imported.Sample("ChatGpt", "conversations.json"), "export/conversations-000.json");
            using var second = new StreamWriter(zip.CreateEntry("export/conversations-001.json").Open());
            second.Write("[]");
        }

        var file = await Imported.FromAsync(Imported.Sample("ChatGpt", "conversations.json"), ForUser);
        var zipped = await Imported.FromAsync(path, ForUser);
        zipped.All("record_id").ShouldBe(file.All("record_id"));
        zipped.All("content").ShouldBe(file.All("content"));
        zipped.Places[0].ShouldBe("export/conversations-000.json, conversation 2, message 1");
        (await Imported.FromAsync(path, ForUser)).Key.ShouldBe(zipped.Key);
    }

    [Fact]
    public async Task Import_CircleInTheTree_Ends()
    {
        var path = Write("""
            [{"id":"c","create_time":1e99,"current_node":"a","mapping":{
              "a":{"parent":"b","message":{"id":"1","author":{"role":"user"},"content":{"content_type":"text","parts":["one"]}}},
              "b":{"parent":"a","message":{"id":"2","author":{"role":"user"},"content":{"content_type":"text","parts":["two"]}}}}}]
            """);
        var imported = await Imported.FromAsync(path, ForUser);
        imported.All("content").ShouldBe(["two", "one"]);
        imported.All("created_at").ShouldBe([null, null]);
    }

    [Fact]
    public async Task Import_HugeMessage_IsCutIntoPiecesWithIdsOfTheirOwn()
    {
        var said = string.Join("\\n\\n", Enumerable.Range(0, 3_000).Select(i => $"Paragraph {i} of a very long message."));
        var path = Write("""[{"id":"c","create_time":1,"current_node":"a","mapping":{"a":{"message":{"id":"m","author":{"role":"user"},"content":{"content_type":"text","parts":["SAID"]}}}}}]"""
            .Replace("SAID", said, StringComparison.Ordinal));
        var imported = await Imported.FromAsync(path, ForUser with { ChunkSize = 2_000, ChunkOverlap = 100 });
        imported.Rejects.ShouldBeEmpty();
        imported.Items.Count.ShouldBeGreaterThan(50);
        imported.All("record_id").Take(3).ShouldBe(["m", "m#2", "m#3"]);
        imported.All("content").ShouldAllBe(t => t!.Length <= 2_000 && t.StartsWith("Paragraph ") && t.EndsWith('.'));
        var all = string.Join('\n', imported.All("content"));
        Enumerable.Range(0, 3_000).ShouldAllBe(i => all.Contains($"Paragraph {i} of"));
    }

    [Theory]
    [InlineData("[{\"id\":\"c\",\"mapping\":{", "breaks off")]
    [InlineData("[{\"id\":\"c\"}, oops]", "not valid JSON behind element 1")]
    [InlineData("PK\u0003\u0004 not a zip", "damaged or incomplete zip")]
    public async Task Import_SourceThatCannotBeRead_IsRefusedAsAWhole(string text, string message) =>
        (await Should.ThrowAsync<InvalidDataException>(() => Imported.FromAsync(Write(text), ForUser))).Message.ShouldContain(message);

    [Fact]
    public async Task Import_BytesThatAreNoText_RejectTheConversationOnly()
    {
        var path = _folder["conversations.json"];
        File.WriteAllBytes(path, [.. "[{\"id\":\""u8, 0xC3, 0x28, .. "\",\"mapping\":{}},{\"id\":\"d\",\"mapping\":{}}]"u8]);
        (await Imported.FromAsync(path, ForUser)).Rejects.ShouldBe(["conversations.json, conversation 1: It is not valid UTF-8"]);
    }

    private string Write(string text)
    {
        var path = _folder["conversations.json"];
        File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: !text.StartsWith("PK", StringComparison.Ordinal)));
        return path;
    }
}
