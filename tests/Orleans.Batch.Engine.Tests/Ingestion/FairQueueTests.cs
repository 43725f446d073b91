using Orleans.Batch.Ingestion;

namespace Orleans.Batch.Engine.Tests.Ingestion;

/// <summary>The order of waiting work when there is not enough room.</summary>
public sealed class FairQueueTests
{
    private readonly FairQueue<string> _queue = new();

    [Fact]
    public void ALateSmallProject_WaitsOneTurn()
    {
        for (var i = 0; i < 1_000; i++)
        {
            _queue.Enqueue(project: 1, weight: 1, priority: 0, $"large {i}");
        }

        _queue.Dequeue(cost: 100);
        _queue.Enqueue(project: 2, weight: 1, priority: 0, "small");

        Take(2, cost: 100).ShouldContain("small");
    }

    [Theory]
    [InlineData(1, 50)]
    [InlineData(3, 75)]
    public void ProjectsThatBothHaveWork_ShareByWeight(int weight, int expected)
    {
        for (var i = 0; i < 200; i++)
        {
            _queue.Enqueue(1, weight, 0, "a");
            _queue.Enqueue(2, 1, 0, "b");
        }

        Take(100, cost: 10).Count(t => t == "a").ShouldBeInRange(expected - 1, expected + 1);
    }

    [Fact]
    public void ProjectsWhoseTurnsCostDifferently_ShareTheResourceNotTheTurns()
    {
        for (var i = 0; i < 200; i++)
        {
            _queue.Enqueue(1, 1, 0, "a");
            _queue.Enqueue(2, 1, 0, "b");
        }

        var cost = new Dictionary<string, int> { ["a"] = 0, ["b"] = 0 };
        for (var i = 0; i < 110; i++)
        {
            _queue.TryPeek(out var next).ShouldBeTrue();
            cost[next!] += next == "a" ? 10 : 1;
            _queue.Dequeue(next == "a" ? 10 : 1).ShouldBe(next);
        }

        cost["a"].ShouldBeInRange(cost["b"] - 10, cost["b"] + 10);
    }

    [Fact]
    public void WithinAProject_HigherPriorityGoesFirstThenWhoCameFirst()
    {
        _queue.Enqueue(1, 1, 0, "first");
        _queue.Enqueue(1, 1, -5, "low");
        _queue.Enqueue(1, 1, 0, "second");
        _queue.Enqueue(1, 1, 7, "high");

        Take(4, cost: 1).ShouldBe(["high", "first", "second", "low"]);
    }

    [Fact]
    public void AProjectThatEmptiesItsLineAndComesBack_GainsNothingByIt()
    {
        for (var i = 0; i < 300; i++)
        {
            _queue.Enqueue(1, 1, 0, "steady");
        }

        _queue.Enqueue(2, 1, 0, "returning");
        var returned = 0;
        for (var i = 0; i < 200; i++)
        {
            if (_queue.Dequeue(cost: 10) == "returning")
            {
                returned++;
                _queue.Enqueue(2, 1, 0, "returning");
            }
        }

        returned.ShouldBeInRange(99, 101);
    }

    private List<string> Take(int count, int cost) => [.. Enumerable.Range(0, count).Select(_ => _queue.Dequeue(cost))];
}
