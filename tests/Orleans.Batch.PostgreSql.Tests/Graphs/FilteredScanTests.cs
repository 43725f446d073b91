using Orleans.Batch.PostgreSql.Graphs;

namespace Orleans.Batch.PostgreSql.Tests.Graphs;

public sealed class FilteredScanTests
{
    private readonly List<(int? After, int Rows)> _reads = [];

    [Fact]
    public async Task ScanAsync_MoreMatchThanThePageHolds_ContinuesAfterTheLastOfThePage()
    {
        var (found, next) = await ScanAsync(rows: 100, limit: 3, step: 10, matches: n => n % 2 == 0);

        found.ShouldBe([2, 4, 6]);
        next.ShouldBe(6);
        _reads.ShouldBe([(null, 10)]);
    }

    [Fact]
    public async Task ScanAsync_TheRowsEnd_HasNoNextPage()
    {
        var (found, next) = await ScanAsync(rows: 25, limit: 5, step: 10, matches: n => n > 22);

        found.ShouldBe([23, 24, 25]);
        next.ShouldBeNull();
        _reads.ShouldBe([(null, 10), (10, 10), (20, 10)]);
    }

    [Fact]
    public async Task ScanAsync_NothingMatchesForLong_EndsThePageWhereItStopped()
    {
        var (found, next) = await ScanAsync(rows: int.MaxValue, limit: 5, FilteredScan.Step, matches: n => n == FilteredScan.MaxScanned + 1);

        found.ShouldBeEmpty();
        next.ShouldBe(FilteredScan.MaxScanned);
        _reads.Count.ShouldBe(FilteredScan.MaxScanned / FilteredScan.Step);
    }

    [Fact]
    public async Task ScanAsync_UntilFound_ReadsOnUntilARowMatches()
    {
        var (found, next) = await ScanAsync(
            rows: int.MaxValue, limit: 5, FilteredScan.Step, matches: n => n == FilteredScan.MaxScanned + 1, untilFound: true);

        found.ShouldBe([FilteredScan.MaxScanned + 1]);
        next.ShouldBe(FilteredScan.MaxScanned + FilteredScan.Step);
    }

    private ValueTask<(List<int> Found, int? Next)> ScanAsync(
        int rows, int limit, int step, Func<int, bool> matches, bool untilFound = false) =>
        FilteredScan.ScanAsync<int>(null, limit, step, untilFound, (after, count) =>
        {
            _reads.Add((after, count));
            var first = (after ?? 0) + 1;
            return new([.. Enumerable.Range(first, Math.Min(count, rows - first + 1)).Select(n => (n, matches(n)))]);
        });
}
