using Orleans.Batch.Benchmarks.Recall;
using Orleans.Batch.TestKit.Models;
using Xunit.Abstractions;

namespace Orleans.Batch.EndToEnd.Recall;

/// <summary>A model beside the deterministic rules, over the same conversations, from an endpoint at a URL.</summary>
[Trait("Category", "Long")]
public sealed class ModelRecallTests(ITestOutputHelper output)
{
    private const int Turns = 30;

    [Fact]
    public async Task Compare_WithAModel_TellsFactsRequestsTokensAndCost()
    {
        await using var stub = await StubModelEndpoint.StartAsync();
        using var data = new TemporaryDataDirectory();
        Directory.CreateDirectory(data.Path);
        new Conversation(
            "stated",
            [.. Enumerable.Range(0, Turns).Select(i => new Turn(
                $"{i}", "monday", "Ada", $"FACT: Person {i} | VISITED | Town {i}", new DateTimeOffset(2024, 1, 8, 9, i, 0, TimeSpan.Zero)))],
            [new Question("Who visited Town 7?", "Person 7", "single-hop", ["7"])]).Write(data.Path);

        var reports = await RecallComparison.RunAsync(
            RecallArguments.Parse(
                ["--recall", data.Path, "--model", stub.Address.ToString(), "--model-name", "stub", "--input-price", "2", "--output-price", "10"]),
            output.WriteLine);

        var (rules, model) = (reports["deterministic"], reports["model stub"]);
        (rules.Spend, rules.Turns, model.Turns).ShouldBe((null, Turns, Turns));
        (model.Facts, model.FactsPer100).ShouldBe((Turns, 100));
        rules.Facts.ShouldBeLessThan(Turns);
        model.Results.ShouldAllBe(r => r.At10 == 1 && r.AnswerInContext);
        var spend = model.Spend.ShouldNotBeNull();
        (spend.Requests, spend.Unextracted).ShouldBe((stub.Chats.Count, 0));
        spend.Requests.ShouldBe(2);
        spend.Cost.ShouldBe(((spend.InputTokens * 2m) + (spend.OutputTokens * 10m)) / 1_000_000m, 0.00001m);
        spend.Format(Turns, hasPrices: true).ShouldStartWith("model: 2 requests, 0.067 a turn; tokens a turn: ");
    }
}
