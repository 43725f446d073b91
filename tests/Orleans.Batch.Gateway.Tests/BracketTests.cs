using System.Text;

namespace Orleans.Batch.Gateway.Tests;

/// <summary>The cost of a body that consists of brackets. It runs alone, because it measures the whole process.</summary>
[Collection(SerialCollection.Name)]
public sealed class BracketTests(HostFixture fixture) : IClassFixture<HostFixture>
{
    [Theory]
    [InlineData('[')]
    [InlineData('{')]
    public async Task Add_MillionBrackets_IsRefusedWithoutMemory(char bracket)
    {
        var host = fixture.Fresh();
        var body = Encoding.ASCII.GetBytes(new string(bracket, 1_000_000));
        var before = GC.GetTotalAllocatedBytes();
        (await host.PostAsync(host.ItemsPath, body)).ShouldBeError(400, "malformed_json");
        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(16_000_000);
        host.Service.Added.ShouldBeEmpty();
    }
}

/// <summary>Tests that run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SerialCollection
{
    public const string Name = "by itself";
}
