using Orleans.Batch.Benchmarks.Recall;
using Xunit.Abstractions;

namespace Orleans.Batch.EndToEnd.Recall;

/// <summary>The evaluation of search and context works, on the sample that comes with it.</summary>
[Trait("Category", "Long")]
public sealed class RecallSampleTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Measure_TheSample_FindsWhatAnswersItsQuestions()
    {
        using var data = new TemporaryDataDirectory();
        using var server = await RunningServer.ServeAsync(data);
        using var http = server.NewClient();

        var loaded = await RecallRows.LoadAsync(http, Conversation.ReadAll(RecallArguments.Sample), "deterministic", output.WriteLine);
        var report = await RecallRows.MeasureAsync(http, loaded);

        (report.Results.Count, report.Turns).ShouldBe((5, 10));
        report.Facts.ShouldBeGreaterThan(0);
        report.Results.ShouldAllBe(r => r.At10 == 1 && r.AnswerInContext && r.AnswerInEvidence);
        report.Results.Average(r => r.PlainAt10).ShouldBeLessThan(1);
    }
}
