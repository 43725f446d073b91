namespace Orleans.Batch.Abstractions.Tests.Rules;

public sealed class BatchItemRulesTests
{
    private static readonly NewBatchItem Episode = new()
    {
        Kind = ItemKind.GraphEpisode, GraphId = "g", Content = "x", DataType = DataType.Text,
    };

    private static readonly NewBatchItem Message = new()
    {
        Kind = ItemKind.ThreadMessage, ThreadId = "t", Content = "x", Role = RoleType.User,
    };

    public static TheoryData<string, NewBatchItem, string?, string?> Cases => new()
    {
        { "episode", Episode, null, null },
        { "episode of a user", Episode with { GraphId = null, UserId = "u" }, null, null },
        { "no destination", Episode with { GraphId = null }, "graph_id", ErrorCodes.Required },
        { "two destinations", Episode with { UserId = "u" }, "graph_id", ErrorCodes.Contradiction },
        { "no data", Episode with { Content = null! }, "data", ErrorCodes.Required },
        { "no data type", Episode with { DataType = null }, "data_type", ErrorCodes.Required },
        { "longest data", Episode with { Content = new string('x', 10_000) }, null, null },
        { "longest data of emoji", Episode with { Content = Emoji(10_000) }, null, null },
        { "data too long", Episode with { Content = new string('x', 10_001) }, "data", ErrorCodes.TooLong },
        { "data of emoji too long", Episode with { Content = Emoji(10_001) }, "data", ErrorCodes.TooLong },
        { "NUL", Episode with { Content = "a\0" }, "data", ErrorCodes.NulCharacter },
        { "lone surrogate", Episode with { Content = "a\udc00" }, "data", ErrorCodes.InvalidEncoding },
        { "empty document", Episode with { DocumentId = "" }, "document_id", ErrorCodes.InvalidId },
        { "long document", Episode with { DocumentId = new string('x', 101) }, "document_id", ErrorCodes.TooLong },
        { "long source", Episode with { SourceDescription = new string('x', 501) }, "source_description", ErrorCodes.TooLong },
        { "bad id", Episode with { GraphId = "a\u202E" }, "graph_id", ErrorCodes.InvalidId },
        { "message", Message, null, null },
        { "no thread", Message with { ThreadId = null }, "thread_id", ErrorCodes.Required },
        { "no content", Message with { Content = null! }, "content", ErrorCodes.Required },
        { "no role", Message with { Role = null }, "role", ErrorCodes.Required },
        { "longest message", Message with { Content = Emoji(4_096) }, null, null },
        { "message too long", Message with { Content = Emoji(4_097) }, "content", ErrorCodes.TooLong },
        { "long name", Message with { Name = new string('x', 101) }, "name", ErrorCodes.TooLong },
        { "source of a message", Message with { SourceDescription = new string('x', 501) }, "source_description", ErrorCodes.TooLong },
        { "metadata", Message with { Metadata = new JsonText("""{"a":{}}""") }, "metadata", ErrorCodes.InvalidMetadata },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Check_ThisItem_IsTakenOrRefusedForItsReason(string what, NewBatchItem item, string? field, string? code)
    {
        var problems = new ProblemList();

        BatchItemRules.Check(item, 3, problems);

        problems.Count.ShouldBe(code is null ? 0 : 1, what);
        var found = problems.Listed.SingleOrDefault();
        (found?.Field, found?.Code, found?.Index).ShouldBe((field, code, code is null ? null : 3), what);
    }

    [Fact]
    public void Check_EverythingWrong_FindsEverything()
    {
        var problems = new ProblemList();

        BatchItemRules.Check(
            Message with { ThreadId = null, Role = null, Content = "\0", Name = "\0", Metadata = new JsonText("1") }, 0, problems);

        problems.Listed.Select(p => p.Field).ShouldBe(["thread_id", "content", "role", "name", "metadata"], ignoreOrder: true);
    }

    private static string Emoji(int count) => string.Concat(Enumerable.Repeat("😀", count));
}
