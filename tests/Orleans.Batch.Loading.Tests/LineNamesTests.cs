using System.Text;
using Orleans.Batch.Formats.Files;

namespace Orleans.Batch.Loading.Tests;

/// <summary>Lines in the names of version 4 become lines in those of version 3; all others stay as they are.</summary>
public sealed class LineNamesTests
{
    private const string Known = "11111111-1111-4111-8111-111111111111";
    private const string Other = "22222222-2222-4222-8222-222222222222";

    [Theory]
    [InlineData($$"""{"type":"graph_episode","graph_uuid":"{{Known}}","data":"a"}""", """{"graph_id":"acct \"4\"","type":"graph_episode","data":"a"}""")]
    [InlineData($$"""{"type":"graph_episode","data":"a","graph_uuid":"{{Other}}"}""", $$"""{"graph_id":"{{Other}}","type":"graph_episode","data":"a"}""")]
    [InlineData($$"""{"type":"graph_episode","user_uuid":"{{Other}}","data":"a"}""", $$"""{"user_id":"{{Other}}","type":"graph_episode","data":"a"}""")]
    [InlineData(
        $$"""{"type":"thread_message","graph_uuid":"{{Known}}","thread_uuid":"{{Other}}","content":"a","role":"user"}""",
        $$"""{"thread_id":"{{Other}}","type":"thread_message","content":"a","role":"user"}""")]
    [InlineData($$"""{"type":"thread","thread_id":"t","user_uuid":"{{Other}}"}""", $$"""{"user_id":"{{Other}}","type":"thread","thread_id":"t"}""")]
    [InlineData("""{ "type" : "graph_episode", "graph_id":"g", "data":"a", "reference_time" : "x2024-01-01" }""", null)]
    [InlineData(
        """{ "type" : "graph_episode", "graph_id":"g", "data":"a", "reference_time" : "2024-01-01T00:00:00Z" }""",
        """{"type" : "graph_episode","graph_id":"g","data":"a","created_at":"2024-01-01T00:00:00Z"}""")]
    [InlineData(
        """{"type":"graph_episode","graph_id":"g","data":"a","created_at":"2026-01-01T00:00:00Z","reference_time":"2024-01-01T00:00:00Z"}""",
        """{"type":"graph_episode","graph_id":"g","data":"a","created_at":"2024-01-01T00:00:00Z"}""")]
    [InlineData(
        """{"type":"graph_episode","graph_id":"g","data":"a","created_at":"2026-01-01T00:00:00Z","reference_time":null}""",
        """{"type":"graph_episode","graph_id":"g","data":"a","created_at":"2026-01-01T00:00:00Z"}""")]
    [InlineData(
        $$"""{"type":"graph_episode","graph_id":"g","graph_uuid":"{{Known}}","data":"a"}""",
        """{"type":"graph_episode","graph_id":"g","data":"a"}""")]
    [InlineData(
        $$"""{"type":"graph_episode","graph_id":null,"graph_uuid":"{{Other}}","data":"a"}""",
        $$"""{"graph_id":"{{Other}}","type":"graph_episode","data":"a"}""")]
    public void Rewrite_NamesOfVersion4_BecomeThoseOfVersion3(string line, string? expected)
    {
        var (rewritten, problem) = Rewrite(line);

        rewritten.ShouldBe(expected ?? line);
        (problem is null).ShouldBe(expected is not null, problem?.Message);
    }

    [Theory]
    [InlineData("""{"type":"graph_episode","graph_id":"g","data":"about graph_uuid and reference_time"}""")]
    [InlineData("""{"type":"graph_episode","graph_id":"g","data":"a","metadata":{"reference_time":"never"}}""")]
    [InlineData("""{"type":"graph","graph_id":"g","graph_uuid":"not looked at"}""")]
    [InlineData("""{"type":"graph_episode","graph_uuid":""")]
    [InlineData("""{"type":"another","graph_uuid":"x"}""")]
    public void Rewrite_OtherLines_StayAsTheyAre(string line) => Rewrite(line).ShouldBe((line, null));

    [Theory]
    [InlineData("""{"type":"graph_episode","graph_uuid":"acct-4","data":"a"}""", "graph_uuid", "invalid_identifier")]
    [InlineData("""{"type":"thread_message","thread_uuid":7,"content":"a","role":"user"}""", "thread_uuid", "wrong_type")]
    [InlineData("""{"type":"graph_episode","graph_id":"g","data":"a","reference_time":"yesterday"}""", "reference_time", "invalid_date")]
    [InlineData($$"""{"type":"graph_episode","graph_uuid":"{{Known}}","user_uuid":"{{Other}}","data":"a"}""", "graph_uuid", "contradiction")]
    public void Rewrite_ABadValue_IsNamedAsTheLineNamesIt(string line, string field, string code)
    {
        var (_, problem) = Rewrite(line);

        (problem!.Field, problem.Code).ShouldBe((field, code));
        problem.Message.ShouldContain(field);
    }

    [Fact]
    public void Rewrite_CollectsTheUuidsThatAreNotKnown()
    {
        var uuids = new FileUuids();
        new LineNames(uuids).Rewrite(Encoding.UTF8.GetBytes($$"""{"type":"graph_episode","graph_uuid":"{{Known}}","data":"a"}"""), out _);
        uuids.Unknown.ShouldBe([(FileLineType.Graph, Guid.Parse(Known))]);

        uuids.Add(FileLineType.Graph, Guid.Parse(Known), new NamedObject(FileLineType.User, "ada"));
        uuids.Unknown.ShouldBeEmpty();
        Encoding.UTF8.GetString(new LineNames(uuids).Rewrite(Encoding.UTF8.GetBytes($$"""{"type":"graph_episode","graph_uuid":"{{Known}}","data":"a"}"""), out _))
            .ShouldBe("""{"user_id":"ada","type":"graph_episode","data":"a"}""");
    }

    private static (string Line, LineError? Problem) Rewrite(string line)
    {
        var uuids = new FileUuids();
        uuids.Add(FileLineType.Graph, Guid.Parse(Known), new NamedObject(FileLineType.Graph, "acct \"4\""));
        var rewritten = new LineNames(uuids).Rewrite(Encoding.UTF8.GetBytes(line), out var problem);
        return (Encoding.UTF8.GetString(rewritten), problem);
    }
}
