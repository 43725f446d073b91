using Orleans.Batch.Benchmarks.Recall;

namespace Orleans.Batch.EndToEnd.Recall;

/// <summary>The command line of the measurement of recall.</summary>
public sealed class RecallArgumentsTests
{
    [Fact]
    public void Parse_AllOptions_AreRead()
    {
        var read = RecallArguments.Parse(["--model", "http://127.0.0.1:1/v1", "--model-name", "m", "--input-price", "0.15", "--recall", "dir"]);

        read.ShouldBe(new RecallArguments("dir", new ModelEndpoint(new Uri("http://127.0.0.1:1/v1"), "m", 0.15m, null)));
        read.Model!.ToSettings().ShouldContain(("Models__Profiles__benchmark__InputPrice", "0.15"));
        RecallArguments.Parse(["--recall", "dir"]).ShouldBe(new RecallArguments("dir", null));
        RecallArguments.Parse(["--model", "http://h/v1", "--model-name", "m"]).Directory.ShouldBe(RecallArguments.Sample);
    }

    [Theory]
    [InlineData("--model-name needs --model URL", "--recall", "dir", "--model-name", "m")]
    [InlineData("--model needs --model-name", "--model", "http://h/v1")]
    [InlineData("must be the base address", "--model", "gpt", "--model-name", "m")]
    [InlineData("must be the price of a million tokens", "--model", "http://h/v1", "--model-name", "m", "--input-price", "cheap")]
    [InlineData("--recall needs a value", "--recall")]
    [InlineData("--key is unknown here", "--model", "http://h/v1", "--key", "secret")]
    public void Parse_Mistakes_AreNamed(string message, params string[] args) =>
        Should.Throw<InvalidDataException>(() => RecallArguments.Parse(args)).Message.ShouldContain(message);
}
