using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Orleans.Batch.EndToEnd.Faults;
using Orleans.Batch.TestKit.Clusters;
using Orleans.Batch.TestKit.PostgreSql;
using Orleans.Batch.TestKit.Promise;

namespace Orleans.Batch.EndToEnd.Clusters.Deploy;

/// <summary>
/// The processes of compose.yaml, started directly with its variables. Only the database's address and the ports differ,
/// because all share one machine here.
/// </summary>
[Trait("Category", "Long")]
[Collection(FaultCollection.Name)]
public sealed class ComposeByHandTests
{
    [Fact]
    public async Task Processes_WithTheVariablesOfCompose_AreACluster()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var cluster = await ClusterProcesses.StartAsync(database.ConnectionString, []);
        string[] services = ["batch", "batch", "realtime", "gateway-1", "gateway-2"];
        var members = services.Select(s => cluster.Add(
            DeployFiles.Environment(s)["Cluster__Roles"],
            [.. DeployFiles.Environment(s).Where(v => v.Key is not ("ConnectionStrings__Batch" or "Cluster__Address")).Select(v => (v.Key, (string?)v.Value))])).ToArray();
        await Task.WhenAll(members.Select(m => m.StartAsync()));

        foreach (var member in members)
        {
            (await HealthCheckAsync(member.HttpPort)).ShouldBe(0, member.Output);
        }

        var ledger = new Ledger();
        foreach (var gateway in cluster.Gateways)
        {
            using var api = new RetryingClient(gateway.Url, DeployFiles.Env["BATCH_API_KEY"], ledger, Eventually.MaxWait);
            var history = new SupportHistory(gateway.Name.Replace(' ', '-'), seed: 2);
            await history.CreateDestinationsAsync(api);
            await new LoadingClient(api, ledger, new LoadProgress(), gateway.Name, withKeys: true).LoadAsync(history.NextBatch(100));
        }

        await PromiseCheck.ShouldHoldAsync(database.ConnectionString, ledger, cluster.Output);
        await members[3].KillAsync();
        (await HealthCheckAsync(members[3].HttpPort)).ShouldNotBe(0);
    }

    // The command of the Containerfile, with the port of the process here.
    private static async Task<int> HealthCheckAsync(int port)
    {
        var words = Regex.Match(DeployFiles.Text("Containerfile"), @"HEALTHCHECK .* CMD (?<words>\[.*\])", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups["words"].Value;
        var command = JsonSerializer.Deserialize<string[]>(words)!;
        command[^1].ShouldContain("/8080");
        using var check = Process.Start(command[0], [.. command[1..].Select(w => w.Replace("/8080", $"/{port}"))]);
        await check.WaitForExitAsync();
        return check.ExitCode;
    }
}
