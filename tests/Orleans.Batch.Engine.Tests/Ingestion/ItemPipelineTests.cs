using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Batch.Extraction;
using Orleans.Batch.Facts;
using Orleans.Batch.Ingestion;

namespace Orleans.Batch.Engine.Tests.Ingestion;

/// <summary>The size of the parts in which a chunk is processed.</summary>
public sealed class ItemPipelineTests
{
    private const int Capacity = 100_000;

    private readonly WorkBudget _budget = new(Capacity);
    private readonly ItemPipeline _pipeline = new([new StoreOnlyExtractor(ExtractionMode.StoreOnly), new DeterministicExtractor()], NullLogger<ItemPipeline>.Instance);

    [Fact]
    public async Task Process_MoreFactsThanAreCommittedTogether_TakesTheFirstItemsThatFit()
    {
        using var facts = _budget.Open(project: 1);

        var results = await ProcessAsync(Records(count: 10, fields: 30), facts, maxFacts: 100);

        results.Select(r => r.Item.Position).ShouldBe([0, 1, 2]);
        results.Sum(r => r.Facts.Assertions.Count).ShouldBe(90);
        facts.Held.ShouldBe(90);
    }

    [Fact]
    public async Task Process_OneItemWithMoreFactsThanThat_IsTakenAlone()
    {
        using var facts = _budget.Open(project: 1);

        var results = await ProcessAsync(Records(count: 3, fields: 300), facts, maxFacts: 100);

        results.ShouldHaveSingleItem().Facts.Assertions.Count.ShouldBe(300);
    }

    [Fact]
    public async Task Process_NoRoomForTheRest_CommitsWhatItHasInsteadOfWaiting()
    {
        using var others = _budget.Open(project: 2);
        await others.TryReserveAsync(Capacity / 2, default);
        using var facts = _budget.Open(project: 1);

        var results = await ProcessAsync(Records(count: 200, fields: 900), facts, maxFacts: int.MaxValue);

        results.Count.ShouldBeInRange(1, 199);
        results.Select(r => r.Item.Position).ShouldBe(Enumerable.Range(0, results.Count));
        _budget.Taken.ShouldBeLessThanOrEqualTo(Capacity);
    }

    [Fact]
    public async Task Process_StoreOnly_TakesAllAndNeedsNoRoom()
    {
        using var facts = _budget.Open(project: 1);

        var results = await ProcessAsync(Records(count: 200, fields: 900), facts, maxFacts: 1, ExtractionMode.StoreOnly);

        results.Count.ShouldBe(200);
        facts.Held.ShouldBe(0);
    }

    [Fact]
    public async Task Process_SmallItems_AreAllTaken()
    {
        using var facts = _budget.Open(project: 1);

        (await ProcessAsync(Records(count: 2_000, fields: 2), facts, maxFacts: 20_000)).Count.ShouldBe(2_000);

        facts.Held.ShouldBe(4_000);
    }

    private Task<IReadOnlyList<ItemResult>> ProcessAsync(
        IReadOnlyList<IngestItem> items, WorkShare facts, int maxFacts, ExtractionMode mode = ExtractionMode.Deterministic) =>
        _pipeline.ProcessAsync(1, items, mode, [], GraphVocabulary.Empty, facts, maxFacts, default).AsTask().WaitAsync(Eventually.MaxWait);

    private static List<IngestItem> Records(int count, int fields) => [.. Enumerable.Range(0, count).Select(i => new IngestItem(
        i, i, Guid.CreateVersion7(), null, DataType.Json, null, null, DateTimeOffset.UnixEpoch, Record(i, fields), false, true))];

    private static string Record(int i, int fields) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"id":"r-{{i}}",{{string.Join(',', Enumerable.Range(0, fields).Select(f => $"\"k{f:x}\":{f}"))}}}""");
}
