using System.Text;

namespace Orleans.Batch.Gateway.Tests;

public sealed class Rfc3339Tests
{
    [Theory]
    [InlineData("2024-02-29T23:59:59Z", "2024-02-29T23:59:59.0000000")]
    [InlineData("2024-02-29t23:59:59z", "2024-02-29T23:59:59.0000000")]
    [InlineData("2024-01-01T00:00:00.1+00:00", "2024-01-01T00:00:00.1000000")]
    [InlineData("2024-01-01T00:00:00.123456789Z", "2024-01-01T00:00:00.1234560")]
    [InlineData("2024-01-01T00:00:00-23:59", "2024-01-01T23:59:00.0000000")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.0000000")]
    [InlineData("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.9999990")]
    public void TryParse_WithOffset_IsUtcToTheMicrosecond(string text, string expected)
    {
        Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out var value).ShouldBeTrue();
        value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff").ShouldBe(expected);
        value.Offset.ShouldBe(TimeSpan.Zero);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2024-01-01")]
    [InlineData("2024-01-01T00:00:00")]
    [InlineData("2024-01-01 00:00:00Z")]
    [InlineData("2024-01-01T00:00Z")]
    [InlineData("2024-01-01T00:00:00.Z")]
    [InlineData("2024-01-01T00:00:00.1")]
    [InlineData("2024-01-01T00:00:00+0100")]
    [InlineData("2024-01-01T00:00:00+24:00")]
    [InlineData("2024-01-01T00:00:00+01:60")]
    [InlineData("2024-01-01T00:00:00Zx")]
    [InlineData("2024-01-01T24:00:00Z")]
    [InlineData("2024-01-01T00:00:60Z")]
    [InlineData("2023-02-29T00:00:00Z")]
    [InlineData("2024-13-01T00:00:00Z")]
    [InlineData("2024-00-01T00:00:00Z")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00+00:01")]
    [InlineData("9999-12-31T23:59:59-00:01")]
    [InlineData("+024-01-01T00:00:00Z")]
    public void TryParse_AnythingElse_IsRefused(string text) => Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out _).ShouldBeFalse();
}
