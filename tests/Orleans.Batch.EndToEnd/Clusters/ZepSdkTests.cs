using Orleans.Batch.EndToEnd.ZepSdk;
using Xunit.Abstractions;

namespace Orleans.Batch.EndToEnd.Clusters;

/// <summary>Zep's SDK against the gateway of a cluster: the same scripts as for the one-process server.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ZepSdkTests(ClusterSite site, ITestOutputHelper output) : IAsyncLifetime
{
    public static TheoryData<string> Scripts => ZepSdkScript.All;

    public Task InitializeAsync() => site.ReviveAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [ZepSdkTheory]
    [MemberData(nameof(Scripts))]
    public async Task Script_AgainstTheGateway_PassesEveryCheck(string script)
    {
        var key = await site.NewKeyAsync("sdk-" + script);

        await ZepSdkScript.ShouldPassAsync(script, site.Cluster.Url, key, () => site.Cluster.Output, output);
    }
}
