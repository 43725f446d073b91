using Orleans.Batch.Grouping;

namespace Orleans.Batch.Engine.Tests.Grouping;

public sealed class BisectionTests
{
    private readonly List<int[]> _runs = [];

    [Fact]
    public async Task ASetThatSucceeds_RunsOnce()
    {
        (await Bisect(bad: []).RunAsync([1, 2, 3])).ShouldBe(["1", "2", "3"]);
        _runs.Count.ShouldBe(1);
    }

    [Fact]
    public async Task ABadPart_FailsAloneAndTheOthersAreDoneInOrder()
    {
        (await Bisect(bad: [3]).RunAsync([1, 2, 3, 4, 5, 6, 7])).ShouldBe(["1", "2", "bad 3", "4", "5", "6", "7"]);
        _runs.ShouldBe([[1, 2, 3, 4, 5, 6, 7], [1, 2, 3], [1], [2, 3], [2], [3], [4, 5, 6, 7]]);
    }

    [Fact]
    public async Task SeveralBadParts_EachFailAlone() =>
        (await Bisect(bad: [1, 2, 4]).RunAsync([1, 2, 3, 4])).ShouldBe(["bad 1", "bad 2", "3", "bad 4"]);

    [Fact]
    public async Task AFaultThatIsNotAboutTheWork_EndsIt()
    {
        var bisection = new Bisection<int, string>(
            parts => throw new IOException("unreachable"), static e => e is InvalidDataException, static (_, _) => throw new InvalidOperationException());

        await Should.ThrowAsync<IOException>(async () => await bisection.RunAsync([1, 2]));
    }

    private Bisection<int, string> Bisect(int[] bad) => new(
        parts =>
        {
            _runs.Add([.. parts]);
            return parts.Intersect(bad).Any()
                ? throw new InvalidDataException("bad")
                : ValueTask.FromResult<IReadOnlyList<string>>([.. parts.Select(p => $"{p}")]);
        },
        static e => e is InvalidDataException,
        static (part, e) => ValueTask.FromResult($"{e.Message} {part}"));
}
