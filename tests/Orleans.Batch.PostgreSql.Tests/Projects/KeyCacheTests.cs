using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Orleans.Batch.PostgreSql.Projects;

namespace Orleans.Batch.PostgreSql.Tests.Projects;

public sealed class KeyCacheTests
{
    private static readonly ProjectId Acme = new(1);
    private readonly FakeTimeProvider _clock = new();
    private readonly KeyCache _cache;

    public KeyCacheTests() => _cache = new KeyCache(_clock);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TryGet_AfterFiveSeconds_AsksAgain(bool good)
    {
        _cache.Add("key", good ? Acme : null, _cache.Generation);

        _clock.Advance(TimeSpan.FromSeconds(4.9));
        _cache.TryGet("key", out var project).ShouldBeTrue();
        project.ShouldBe(good ? Acme : null);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        _cache.TryGet("key", out _).ShouldBeFalse();
    }

    [Fact]
    public void Add_WrongKeysWithoutEnd_KeepsFewAndForgetsNoGoodOne()
    {
        _cache.Add("good", Acme, _cache.Generation);

        for (var i = 0; i < 20_000; i++)
        {
            _cache.Add(i.ToString(CultureInfo.InvariantCulture), null, _cache.Generation);
        }

        _cache.Count.ShouldBeLessThanOrEqualTo(KeyCache.Capacity + 1);
        _cache.TryGet("good", out _).ShouldBeTrue();
    }

    [Fact]
    public void Add_AnAnswerReadBeforeARevocation_DoesNotCount()
    {
        var readAt = _cache.Generation;
        _cache.Forget();

        _cache.Add("revoked", Acme, readAt);

        _cache.TryGet("revoked", out _).ShouldBeFalse();
    }
}
