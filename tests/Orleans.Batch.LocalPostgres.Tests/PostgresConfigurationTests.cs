namespace Orleans.Batch.LocalPostgres.Tests;

/// <summary>Settings that depend on the machine.</summary>
public sealed class PostgresConfigurationTests
{
    [Theory]
    [InlineData(512, 128)]
    [InlineData(2_048, 256)]
    [InlineData(7_900, 960)]
    [InlineData(24_000, 2_048)]
    public void SharedBuffers_AreAnEighthOfTheMemoryWithinLimits(long availableMegabytes, long expected) =>
        PostgresConfiguration.SharedBuffers(availableMegabytes << 20).ShouldBe(expected);
}
