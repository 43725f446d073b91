namespace Orleans.Batch.Loading.Tests.Importing.Claude;

public sealed class ClaudeTests
{
    [Fact]
    public async Task Import_Sample_IsAThreadOfWhatWasSaid()
    {
        var imported = await Imported.FromAsync(Imported.Sample("Claude"), new("claude") { User = "u-1" });

        imported.All("content").ShouldBe(["We planted two apple trees.", "Water them weekly.", "Thanks!"]);
        imported.All("role").ShouldBe(["user", "assistant", "user"]);
        imported.All("name").ShouldBe([null, "Claude", null]);
        imported.All("created_at").ShouldBe(["2024-04-02T08:00:00.123456Z", "2024-04-02T08:01:00Z", "2024-04-02T08:03:00Z"]);
        imported.All("record_id").ShouldBe(["c1", "c2", "c4"]);
        imported.Created.ShouldBe(["User u-1", "Thread claude-0b9f0000-0000-4000-8000-000000000001"]);
        imported.Rejects.ShouldBe(["conversations.json, conversation 1, message 5: Its sender is not human or assistant"]);
        imported.LeftOut.ShouldBe(new Dictionary<string, long>
        {
            ["attachments and files"] = 2, ["blocks of reasoning and tools"] = 2, ["empty messages"] = 1,
        }, ignoreOrder: true);
    }

    [Fact]
    public async Task Import_ExportOfChatGpt_RejectsEveryConversation() =>
        (await Imported.FromAsync(Imported.Sample("ChatGpt"), new("claude") { User = "u-1" })).Rejects.Count.ShouldBe(4);
}
