using System.CommandLine;

namespace Orleans.Batch.Loading.Tests.Importing;

public sealed class ImportOptionsTests
{
    [Theory]
    [InlineData("--user u", "--user is an option of imports")]
    [InlineData("--from word", "--from word is not known; the formats are chatgpt, claude")]
    [InlineData("--from chatgpt", "needs --user ID")]
    [InlineData("--from chatgpt --user u --map content=x", "--map has no meaning for --from chatgpt, which takes --user")]
    [InlineData("--from chatgpt --user u --chunk-size 10", "--chunk-size must be from 200 to 10000")]
    [InlineData("--from chatgpt --user u --chunk-size 400 --chunk-overlap 300", "--chunk-overlap must be")]
    [InlineData("--from chatgpt --user ..", "user must not be a dot segment")]
    public void Read_CombinationThatMakesNoSense_IsRefused(string line, string message) =>
        Should.Throw<LoadException>(() => Read(line)).Message.ShouldContain(message);

    [Fact]
    public void Read_NoOptions_IsALoadFile() => Read("").ShouldBeNull();

    private static ImportSettings? Read(string line)
    {
        var command = new RootCommand();
        foreach (var option in ImportOptions.All)
        {
            command.Options.Add(option);
        }

        return ImportOptions.Read(command.Parse(line));
    }
}
