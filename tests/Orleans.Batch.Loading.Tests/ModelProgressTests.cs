namespace Orleans.Batch.Loading.Tests;

/// <summary>The progress of items that a model extracts.</summary>
public sealed class ModelProgressTests
{
    private readonly LoadProgress _progress = new() { ItemTotal = 100 };

    [Fact]
    public void Format_ItemsThatAreStoredAndNotExtracted_HaveNotEnded()
    {
        var counts = new BatchCounts(_progress);
        _progress.AddSent(100);
        counts.Update(Counts(stored: 80, failed: 5, extracted: 9, unextracted: 1), all: null);

        Line().ShouldBe("loading 100/100 (100 %), stored 85/100 (85 %), extracted 15/100 (15 %), 1.5/s, about 0:00:57 left");

        counts.Update(Counts(stored: 95, failed: 5, extracted: 94, unextracted: 1), all: 100);
        Line().ShouldBe("loading 100/100 (100 %), stored 100/100 (100 %), extracted 100/100 (100 %), 10/s, done");
    }

    [Fact]
    public void Update_BatchThatWasCanceled_LeavesNothingToWaitFor()
    {
        var counts = new BatchCounts(_progress);
        counts.Update(Counts(stored: 60, failed: 0, extracted: 10, unextracted: 0), all: null);
        counts.Update(Counts(stored: 60, failed: 0, extracted: 10, unextracted: 0) with { CanceledItems = 40 }, all: 100);

        (_progress.Stored, _progress.Ended).ShouldBe((100, 100));
    }

    [Fact]
    public void Holds_OfSeveralBatches_AreNotedOnceAndWhenTheyChange()
    {
        var holds = new ModelHolds(_progress);
        holds.Update("a", null);
        holds.Update("a", "no key");
        holds.Update("b", "no key");
        holds.Update("a", "no key");
        Notes().Single().ShouldEndWith(": no key");

        holds.Update("b", "the cap is reached");
        Notes().Single().ShouldEndWith(": the cap is reached");

        holds.Update("a", null);
        Notes().ShouldBeEmpty();
        holds.Update("b", null);
        Notes().ShouldBe(["Extraction by the model no longer waits."]);
        holds.Update("b", "no key");
        Notes().Single().ShouldEndWith(": no key");
    }

    private static BatchProgress Counts(int stored, int failed, int extracted, int unextracted) => new()
    {
        TotalItems = 100, SucceededItems = stored, FailedItems = failed, ExtractedItems = extracted, UnextractedItems = unextracted,
    };

    private string Line() => ProgressLine.Format(_progress, TimeSpan.FromSeconds(10));

    private List<string> Notes()
    {
        var notes = _progress.Notes.ToList();
        _progress.Notes.Clear();
        return notes;
    }
}
