using Orleans.Batch.PostgreSql.Ingestion;

namespace Orleans.Batch.PostgreSql.Tests.Ingestion;

/// <summary>The order of reads when much is in memory.</summary>
public sealed class ReadBudgetTests
{
    private const int Items = 100;
    private const long Bytes = 1_000;

    private readonly ReadBudget _budget = new();

    [Theory]
    [InlineData(101, 10)]
    [InlineData(10, 1_001)]
    public void ItemsOrBytesOverTheBound_KeepTheirProjectWaitingUntilSomeAreGivenBack(int items, long bytes)
    {
        _budget.Take(project: 1, 1, 1);
        _budget.Take(project: 1, items - 1, bytes - 1);

        RoomFor(1, out var changed).ShouldBe(ReadCapacity.None);
        changed.IsCompleted.ShouldBeFalse();
        _budget.Give(project: 1, 1, 1);

        changed.IsCompleted.ShouldBeTrue();
        RoomFor(1, out _).ShouldBe(ReadCapacity.Full);
    }

    [Fact]
    public void AProjectThatHoldsNothing_MayReadALittleBesideAFullOne()
    {
        _budget.Take(project: 1, Items + 1, Bytes + 1);

        RoomFor(2, out _).ShouldBe(ReadCapacity.ForNewcomers);
        _budget.Take(project: 2, 1, 1);
        RoomFor(2, out _).ShouldBe(ReadCapacity.None);
        _budget.Give(project: 2, 1, 1);
        RoomFor(2, out _).ShouldBe(ReadCapacity.ForNewcomers);
    }

    [Fact]
    public void ManyProjects_HoldTwiceTheBoundAtMost()
    {
        var projects = 0;
        while (RoomFor(projects, out _) != ReadCapacity.None)
        {
            _budget.Take(projects++, 10, 10);
        }

        projects.ShouldBeInRange(11, 21);
    }

    private ReadCapacity RoomFor(long project, out Task changed) => _budget.RoomFor(project, Items, Bytes, out changed);
}
