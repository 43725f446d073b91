using System.IO.Compression;

namespace Orleans.Batch.Loading.Tests.Importing.Slack;

public sealed class SlackTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Import_Sample_IsOneGraphInTheOrderOfTimeAcrossChannels()
    {
        var imported = await Imported.FromAsync(Imported.Sample("Slack"), new("slack") { Graph = "team" });

        imported.All("data").ShouldBe([
            "Guest: We start in March.", "Avery: @Robin Sample the plan (https://example.org/plan) is in #plans & ready",
            "Build: Build 12 passed", "Robin Sample: Thanks @here",
        ]);
        imported.All("data_type").ShouldAllBe(t => t == "message");
        imported.All("created_at").Take(2).ShouldBe(["2024-02-29T09:46:40Z", "2024-03-01T09:00:00.0001Z"]);
        imported.All("record_id").ShouldBe([
            "slack:C002:1709200000.000000", "slack:C001:1709283600.000100", "slack:C002:1709285000.000000", "slack:C001:1709287200.000200",
        ]);
        imported.All("source_description").ShouldBe(["Slack #plans", "Slack #general", "Slack #plans", "Slack #general"]);
        imported.Items[3].GetProperty("metadata").GetProperty("thread_ts").GetString().ShouldBe("1709283600.000100");
        imported.Created.ShouldBe(["Graph team"]);
        imported.Rejects.ShouldBe(["general/2024-03-01.json, message 4: It is no message of Slack: it has no ts"]);
        imported.LeftOut.ShouldBe(new Dictionary<string, long>
        {
            ["files"] = 1, ["messages of private channels and direct messages (see --include-private)"] = 1, ["messages without text"] = 1,
            ["notices of Slack (joined, left, renamed and so on)"] = 1,
        }, ignoreOrder: true);
    }

    [Fact]
    public async Task Import_ZipWithPrivateMessages_HasThemToo()
    {
        ZipFile.CreateFromDirectory(Imported.Sample("Slack"), _folder["slack.zip"]);
        var imported = await Imported.FromAsync(_folder["slack.zip"], new("slack") { User = "u-1", Private = true });
        imported.All("data").ShouldContain("Avery: A secret");
        imported.All("user_id").ShouldAllBe(u => u == "u-1");
    }

    [Fact]
    public async Task Import_AnotherFolder_IsRefused()
    {
        File.WriteAllText(_folder["a.json"], "[]");
        (await Should.ThrowAsync<InvalidDataException>(() => Imported.FromAsync(Path.GetDirectoryName(_folder["a.json"])!, new("slack"))))
            .Message.ShouldContain("no export of Slack");
    }
}
