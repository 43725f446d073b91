using Orleans.Batch.Batches;

namespace Orleans.Batch.Engine.Tests.Watching;

/// <summary>The estimated end of a running batch: never sooner than its longest lane allows.</summary>
public sealed class ProgressEstimateTests
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    [Fact]
    public void Eta_ManyShortLanes_IsWorkOverRate()
    {
        var estimate = new ProgressEstimate();
        var lanes = new Lanes(Enumerable.Repeat(2, 500));
        BatchEvent seen = null!;
        for (var second = 0; second <= 5; second++)
        {
            seen = lanes.LookAt(estimate, Look);
            lanes.Advance(100); // a hundred lanes, one item each
        }

        seen.ItemsPerSecond!.Value.ShouldBe(100, tolerance: 1);
        seen.EtaSeconds!.Value.ShouldBe((1_000 - 500) / 100.0, tolerance: 0.5);
    }

    [Fact]
    public void Eta_OneLongLane_IsWhatThatLaneNeeds()
    {
        var estimate = new ProgressEstimate();
        var lanes = new Lanes([1_000, .. Enumerable.Repeat(1, 9_000)]);
        BatchEvent seen = null!;
        for (var second = 0; second <= 10; second++)
        {
            seen = lanes.LookAt(estimate, Look);
            lanes.Advance(501); // the long lane moves by one item, as each lane does
        }

        // All 9,990 remaining items at 501 a second would take ten seconds; the long lane has 990 left, one a second.
        seen.LongestLaneItems.ShouldBe(990);
        seen.EtaSeconds!.Value.ShouldBe(990, tolerance: 30);
    }

    [Fact]
    public void Eta_WhenNothingMoves_IsUnknown()
    {
        var estimate = new ProgressEstimate();
        var lanes = new Lanes([10, 10]);
        lanes.LookAt(estimate, Look).EtaSeconds.ShouldBeNull();
        lanes.Advance(2);
        lanes.LookAt(estimate, Look).EtaSeconds.ShouldNotBeNull();

        BatchEvent seen = null!;
        for (var second = 0; second < 90; second++)
        {
            seen = lanes.LookAt(estimate, Look);
        }

        (seen.ItemsPerSecond, seen.EtaSeconds).ShouldBe((0, null));
    }

    [Fact]
    public void Eta_WhileAModelExtracts_CountsExtractedItemsNotStoredOnes()
    {
        var estimate = new ProgressEstimate();
        BatchEvent seen = null!;
        for (var second = 0; second <= 10; second++)
        {
            var batch = new BatchSummary
            {
                BatchId = Guid.Empty,
                Status = BatchStatus.Processing,
                ItemCount = 1_000,
                Extraction = ExtractionMode.Model,
                CreatedAt = default,
                UpdatedAt = default,
                Progress = new BatchProgress { TotalItems = 1_000, SucceededItems = 1_000, ExtractedItems = 9 * second, UnextractedItems = second },
            };
            estimate.Record(batch, Look);
            seen = estimate.Describe(batch);
        }

        seen.ItemsPerSecond!.Value.ShouldBe(10, tolerance: 0.1);
        seen.EtaSeconds!.Value.ShouldBe((1_000 - 100) / 10.0, tolerance: 1);
    }

    [Fact]
    public void Longest_IsWithinTheTruthAlways_ThoughFewLanesAreFollowed()
    {
        var random = new Random(7);
        for (var round = 0; round < 50; round++)
        {
            var estimate = new ProgressEstimate();
            var lanes = new Lanes(Enumerable.Range(0, random.Next(1, 400)).Select(_ => random.Next(1, 200)));
            var scansBefore = 0;
            while (lanes.Left > 0)
            {
                var seen = lanes.LookAt(estimate, Look);
                seen.LongestLaneItems!.Value.ShouldBeGreaterThanOrEqualTo(Math.Min(lanes.Longest, lanes.Left));
                lanes.AdvanceSome(random);
            }

            lanes.Scans.ShouldBeGreaterThan(scansBefore);
            lanes.Scans.ShouldBeLessThan(2 + (lanes.Looks / 5)); // never more often than every five seconds
        }
    }

    /// <summary>A batch's lanes, and the number of times that watching reads them.</summary>
    private sealed class Lanes(IEnumerable<int> items)
    {
        private readonly int[] _left = [.. items];
        private readonly int _total = items.Sum();

        public int Left => _left.Sum();

        public int Longest => _left.Max();

        public int Scans { get; private set; }

        public int Looks { get; private set; }

        public void Advance(int lanes)
        {
            for (var i = 0; i < _left.Length && lanes > 0; i++)
            {
                if (_left[i] > 0)
                {
                    _left[i]--;
                    lanes--;
                }
            }
        }

        public void AdvanceSome(Random random)
        {
            for (var i = 0; i < _left.Length; i++)
            {
                _left[i] -= Math.Min(_left[i], random.Next(0, 12));
            }
        }

        public BatchEvent LookAt(ProgressEstimate estimate, TimeSpan since)
        {
            Looks++;
            var race = estimate.Lanes;
            race.Moved(race.LaneKeys.Where(k => _left[k] > 0).ToDictionary(k => k, k => _left[k]), since);
            if (race.WantsScan)
            {
                Scans++;
                race.Scanned([.. _left.Select((n, i) => new RemainingLane(i, n)).Where(l => l.Items > 0)
                    .OrderByDescending(l => l.Items).Take(LongestLaneTracker.Followed)]);
            }

            var batch = new BatchSummary
            {
                BatchId = Guid.Empty,
                Status = BatchStatus.Processing,
                ItemCount = _total,
                Extraction = ExtractionMode.StoreOnly,
                CreatedAt = default,
                UpdatedAt = default,
                Progress = new BatchProgress { TotalItems = _total, SucceededItems = _total - Left },
            };
            estimate.Record(batch, since);
            return estimate.Describe(batch);
        }
    }
}
