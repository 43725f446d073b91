namespace Orleans.Batch.Extraction.Tests;

public sealed class SpeakerTests
{
    [Theory]
    [InlineData(RoleType.User, "Anna", "Anna", "User")]
    [InlineData(RoleType.User, null, "user", "User")]
    [InlineData(RoleType.Assistant, null, "assistant", "Assistant")]
    [InlineData(RoleType.Tool, null, "tool", "Tool")]
    [InlineData(RoleType.Norole, "Anna", "Anna", "Person")]
    public void Of_AMessage_MentionsItsSpeaker(RoleType role, string? name, string speaker, string label)
    {
        var item = ExtractorOutput.Item(DataType.Message, "Hello!") with { Role = role, Speaker = name };

        var mention = ExtractorOutput.Extract(item).Mentions.ShouldHaveSingleItem();

        (mention.Name, mention.Label).ShouldBe((speaker, label));
    }

    [Fact]
    public void Of_AMessageWithoutASpeaker_MentionsNoSpeaker() =>
        ExtractorOutput.Extract(ExtractorOutput.Item(DataType.Message, "Hello!") with { Role = RoleType.Norole }).Mentions.ShouldBeEmpty();
}
