using System.Globalization;

namespace Orleans.Batch.EndToEnd.Clusters;

/// <summary>A .NET service in its own process that uses only the grain client.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ClientServiceTests(ClusterSite site) : IAsyncLifetime
{
    private const int Items = 1_200;

    public Task InitializeAsync() => site.ReviveAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Service_WithTheGrainClientAlone_LoadsWritesAndReads()
    {
        var key = await site.NewKeyAsync("client-service");
        using var service = ServerProcess.StartProgram(
            "Orleans.Batch.ClientService",
            [site.Cluster.Id, $"{site.BatchSilos[0].ClientPort}", key, "from-a-service", Items.ToString(CultureInfo.InvariantCulture)],
            null);

        (await service.WaitForExitAsync()).ShouldBe(0, service.Output);

        service.Output.ShouldContain($"batch Succeeded, {Items} of {Items} items");
        service.Output.ShouldContain("live Succeeded");
        service.Output.ShouldContain("episodes 1000"); // the maximum of a call
        service.Output.ShouldContain("refusal not_found");
        File.Exists(Path.Combine(AppContext.BaseDirectory, "Orleans.Batch.ClientService.deps.json")).ShouldBeTrue();
        var needed = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Orleans.Batch.ClientService.deps.json"));
        needed.ShouldNotContain("Npgsql");
    }
}
