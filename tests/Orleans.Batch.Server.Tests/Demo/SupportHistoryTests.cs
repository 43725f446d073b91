using System.Security.Cryptography;
using System.Text.Json;
using Orleans.Batch.Loading;
using Orleans.Batch.Server.Demo;

namespace Orleans.Batch.Server.Tests.Demo;

public sealed class SupportHistoryTests
{
    [Fact]
    public void Items_DefaultHistory_IsTwoYearsOldestFirstInThousandsOfGraphs()
    {
        var items = new SupportHistory(new DemoOptions()).Items().Select(i => (i.At, Graph: i.Chat?.User.Number ?? -i.Account.Number)).ToArray();

        items.Length.ShouldBe(50_000);
        items.Zip(items.Skip(1)).ShouldAllBe(pair => pair.First.At <= pair.Second.At);
        (items[^1].At - items[0].At).TotalDays.ShouldBeInRange(650, 850);
        items.Select(i => i.Graph).Distinct().Count().ShouldBeGreaterThan(1_900);
    }

    [Fact]
    public void Items_OfAChat_TakeTurnsFromTheUserOn()
    {
        var chats = new SupportHistory(new DemoOptions(5_000, 100)).Items().Where(i => i.Chat is not null).GroupBy(i => i.Chat!).ToArray();

        chats.Length.ShouldBeGreaterThan(100);
        chats.ShouldAllBe(chat => chat.Select((line, at) => line.FromUser == (at % 2 == 0)).All(right => right));
    }

    [Fact]
    public void Pages_SameSeed_AreTheSameBytesAndAnotherSeedOthers()
    {
        Hash(new DemoOptions(3_000, 90)).ShouldBe(Hash(new DemoOptions(3_000, 90)));
        Hash(new DemoOptions(3_000, 90)).ShouldNotBe(Hash(new DemoOptions(3_000, 90, Seed: 8)));

        static string Hash(DemoOptions options)
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var page in new DemoItemSource(options, new LoadLimits()).Pages())
            {
                hash.AppendData(page.Body.Span);
                page.Dispose();
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(40, 300)]
    [InlineData(4_000, 50)]
    public void Pages_AnySize_AreItemsThatPassTheLinesCheckAndDestinationsThatExist(int count, int graphs)
    {
        var source = new DemoItemSource(new DemoOptions(count, graphs), new LoadLimits { PageItems = 100 });
        var seen = 0;
        foreach (var page in source.Pages())
        {
            for (var i = 0; i < page.Count; i++)
            {
                LineCheck.Check(page.RawOf(i), out var problem).ShouldBe(LineKind.Item, problem?.Message);
                using var item = JsonDocument.Parse(page.RawOf(i).ToArray());
                var id = item.RootElement.TryGetProperty("graph_id", out var graph) ? graph : item.RootElement.GetProperty("thread_id");
                source.ItemsOfDestination.ContainsKey(id.GetString()!).ShouldBeTrue();
                seen++;
            }

            page.Dispose();
        }

        seen.ShouldBe(count);
        source.ItemsOfDestination.Values.Sum().ShouldBe(count);
        var destinations = new[] { LineKind.Graph, LineKind.Thread }.SelectMany(source.Destinations.GetAll).Select(d => d.Id).ToHashSet();
        source.ItemsOfDestination.Keys.ShouldAllBe(id => destinations.Contains(id));
    }
}
