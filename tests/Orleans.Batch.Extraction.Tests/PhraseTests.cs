namespace Orleans.Batch.Extraction.Tests;

/// <summary>Where an object begins and ends; one that the rules cannot finish yields nothing.</summary>
public sealed class PhraseTests
{
    [Theory]
    [InlineData("I own a house in Porto.", "OWNS | house")]
    [InlineData("I'm working on a compiler for embedded systems.", "WORKS_ON | compiler for embedded systems")]
    [InlineData("I love books about the history of Rome.", "LIKES | books about the history of Rome")]
    [InlineData("I love walks with friends and family.", "LIKES | walks with friends and family")]
    [InlineData("I use a Kindle every day.", "USES | Kindle")]
    [InlineData("I enjoy jazz in the evening.", "LIKES | jazz")]
    [InlineData("I love Nate's turtles.", "LIKES | Nate's turtles")]
    [InlineData("I love the smell of rain.", "LIKES | smell of rain")]
    [InlineData("I love the ocean.", "LIKES | ocean")]
    [InlineData("I love olive oil lol", "LIKES | olive oil")]
    [InlineData("I love onions dude", "LIKES | onions")]
    [InlineData("I love oranges 🍊", "LIKES | oranges")]
    [InlineData("I love tattoos and wouldnt mind more.", "LIKES | tattoos")]
    [InlineData("I practice yoga and kickboxing.", "PRACTICES | yoga", "PRACTICES | kickboxing")]
    public void ByMessage_AWholePhrase_IsTheObject(string text, params string[] said) => Begun(text).ShouldBe(said);

    [Theory]
    [InlineData("I love the color.")]
    [InlineData("I love the way you paint.")]
    [InlineData("I love the friends I have.")]
    [InlineData("I love books that surprise me.")]
    [InlineData("I'm working on a project.")]
    [InlineData("I love something warm.")]
    [InlineData("I play professionally.")]
    [InlineData("I love big, colorful flowers that smell.")]
    [InlineData("I play CS:GO.")]
    [InlineData("I like it when you sing.")]
    [InlineData("I love books about it.")]
    [InlineData("I own a steel, hand-made table that wobbles.")]
    [InlineData("I'm an up and down person.")]
    [InlineData("I love French stuff.")]
    [InlineData("I got some time to prepare.")]
    [InlineData("I'm an e.")]
    [InlineData("I'm a wonderful cook.")]
    [InlineData("I'm running some errands.")]
    public void ByMessage_APhraseThatIsCutOffOrRefersBack_SaysNothing(string text) => Begun(text).ShouldBeEmpty();

    [Theory]
    [InlineData("I love reading.", "LIKES | reading")]
    [InlineData("I love spending time with my kids.", "LIKES | spending time with Anna's kids")]
    [InlineData("I enjoy reading, watching movies, and hiking.", "LIKES | reading", "LIKES | watching movies", "LIKES | hiking")]
    [InlineData("I'm passionate about improving education and health.", "INTERESTED_IN | improving education and health")]
    [InlineData("I finished my shift, getting out of work now.", "FINISHED | Anna's shift")]
    [InlineData("I love warm weather and going to the beach.", "LIKES | warm weather", "LIKES | going to the beach")]
    [InlineData("I hate staying at home.", "DISLIKES | staying at home")]
    [InlineData("I hate staying at home drinking tea.", "DISLIKES | staying at home drinking tea")]
    [InlineData("I enjoy cooking at home.", "LIKES | cooking")]
    [InlineData("I love helping.")]
    [InlineData("I love watching them.")]
    [InlineData("I love spending.")]
    [InlineData("I love weddings.", "LIKES | weddings")]
    public void ByMessage_AnActivity_IsWholeOrNothing(string text, params string[] said) => Begun(text).ShouldBe(said);

    [Theory]
    [InlineData("I love my garden.", "LIKES | Anna's garden")]
    [InlineData("I bought my first car.", "OWNS | first car")]
    [InlineData("I love their design.")]
    [InlineData("I love your idea.")]
    [InlineData("I love its taste.")]
    public void ByMessage_APossessive_IsTheOwnersNameOrNothing(string text, params string[] said) => Begun(text).ShouldBe(said);

    [Fact]
    public void ByText_APossessiveOfTheSubject_IsTheSubjects() =>
        ExtractorOutput.ByText("Maria opened her own studio.").ShouldBe(["Maria | OPENED* | Maria's own studio"]);

    [Theory]
    [InlineData("I bought a scarf for my mom.")]
    [InlineData("I bought my mom a scarf.")]
    [InlineData("I bought a guitar for Tom.")]
    [InlineData("I bought a guitar for myself.", "OWNS | guitar")]
    public void ByMessage_AGift_IsNotOwned(string text, params string[] said) => Begun(text).ShouldBe(said);

    [Theory]
    [InlineData("We talk about everything, like characters, spells, and creatures.")]
    [InlineData("I do things for fun, like a walk.")]
    [InlineData("It feels like home.")]
    [InlineData("I know people like Tom.")]
    [InlineData("I really like Tom.", "LIKES | Tom")]
    public void ByMessage_LikeAsAPreposition_IsNoVerb(string text, params string[] said) => Begun(text).ShouldBe(said);

    private static string[] Begun(string text) =>
        [.. ExtractorOutput.ByMessage(text).Where(l => !l.StartsWith("end", StringComparison.Ordinal)).Select(l => l.Replace("Anna | ", "", StringComparison.Ordinal).Replace("*", "", StringComparison.Ordinal))];
}
