using System.Runtime.Versioning;
using Microsoft.Extensions.Options;
using Orleans.Batch.Batches;

namespace Orleans.Batch.Engine.Tests.Streaming;

/// <summary>A spool returns what was written, and keeps its limit of space.</summary>
public sealed class ItemSpoolTests
{
    [Fact]
    public async Task Items_OfEveryKindAndSize_ComeOutAsTheyWentIn()
    {
        var random = new Random(3);
        var items = Enumerable.Range(0, 5_000).Select(i => Some(random, i)).ToArray();
        var space = Space(new BatchOptions());
        using var spool = space.Open();
        foreach (var item in items)
        {
            await spool.AddAsync(item, CancellationToken.None);
        }

        var read = new List<NewBatchItem>();
        await foreach (var piece in spool.ReadAsync(CancellationToken.None))
        {
            piece.Count.ShouldBeInRange(1, ItemSpool.PieceItems);
            read.AddRange(piece);
        }

        spool.Count.ShouldBe(items.Length);
        read.ShouldBe(items);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void File_AndItsDirectory_AreTheOwnersAlone()
    {
        var directory = Path.Combine(Path.GetTempPath(), $"ob-spool-{Guid.NewGuid():N}");
        try
        {
            using var file = SpoolFile.Create(directory);

            File.GetUnixFileMode(file.SafeFileHandle).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.GetUnixFileMode(directory).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            Directory.EnumerateFiles(directory).ShouldBeEmpty("it has no name any more");
        }
        finally
        {
            Directory.Delete(directory);
        }
    }

    [Fact]
    public async Task Space_IsHeldToAndGivenBack()
    {
        var space = Space(new BatchOptions { MaxSpoolBytes = 1 << 20, MaxStreams = 2 });
        using (var spool = space.Open())
        {
            var refusal = await Should.ThrowAsync<BatchServiceException>(async () =>
            {
                for (var i = 0; i < 1_000; i++)
                {
                    await spool.AddAsync(new NewBatchItem { Kind = ItemKind.GraphEpisode, Content = new string('x', 4_000) }, CancellationToken.None);
                }
            });
            (refusal.Kind, refusal.RetryAfter is not null).ShouldBe((ErrorKind.Unavailable, true));
            using var second = space.Open();
            Should.Throw<BatchServiceException>(space.Open).Kind.ShouldBe(ErrorKind.Unavailable);
        }

        using var later = space.Open();
        await later.AddAsync(new NewBatchItem { Kind = ItemKind.GraphEpisode, Content = new string('x', 900_000) }, CancellationToken.None);
    }

    [Fact]
    public void Directory_ThatCannotBe_IsARefusal()
    {
        var space = Space(new BatchOptions { SpoolDirectory = "/proc/nowhere" });
        Should.Throw<BatchServiceException>(space.Open).Kind.ShouldBe(ErrorKind.Unavailable);
        Should.Throw<BatchServiceException>(space.Open).Message.ShouldContain("SpoolDirectory"); // the reserved space was released
    }

    private static SpoolSpace Space(BatchOptions options) => new(Options.Create(options));

    private static NewBatchItem Some(Random random, int i) => new()
    {
        Kind = (ItemKind)random.Next(2),
        GraphId = Maybe(random, "g" + i),
        UserId = Maybe(random, "ü"),
        ThreadId = Maybe(random, "t"),
        Content = new string((char)random.Next('a', '߿'), random.Next(0, 100) == 0 ? 10_000 : random.Next(0, 50)),
        DataType = random.Next(2) == 0 ? null : (DataType)random.Next(3),
        SourceDescription = Maybe(random, "s"),
        DocumentId = Maybe(random, ""),
        Role = random.Next(2) == 0 ? null : (RoleType)random.Next(6),
        Name = Maybe(random, "🙂"),
        CreatedAt = random.Next(2) == 0 ? null : new DateTimeOffset(random.NextInt64(DateTime.MaxValue.Ticks), TimeSpan.Zero),
        Metadata = random.Next(2) == 0 ? null : new JsonText("""{"a":1.0}"""),
    };

    private static string? Maybe(Random random, string text) => random.Next(2) == 0 ? null : text;
}
