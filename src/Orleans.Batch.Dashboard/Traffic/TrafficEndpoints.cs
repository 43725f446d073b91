using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Batch.Gateway.Http;

namespace Orleans.Batch.Dashboard;

/// <summary>Real time beside batches.</summary>
internal sealed class TrafficEndpoints(IInsightClient insight, ComponentRenderer renderer, LiveStream live)
{
    private const string Path = "/traffic";

    public static void Map(IEndpointRouteBuilder gated)
    {
        gated.MapGet(Path, (HttpContext http, TrafficEndpoints here) => here.ShowAsync(http));
        gated.MapGet(Path + "/live", (HttpContext http, TrafficEndpoints here) => here.WatchAsync(http));
    }

    private async Task ShowAsync(HttpContext http) => await http.WritePageAsync<TrafficPage, LiveTraffic>(
        new PageHead("Live traffic", Path, Path + "/live"), await insight.GetTrafficAsync(http.Project(), http.RequestAborted));

    private Task WatchAsync(HttpContext http)
    {
        var project = http.Project();
        return live.RunAsync(http, $"traffic:{project}", stop => PollAsync(project, stop));
    }

    private async IAsyncEnumerable<Snapshot> PollAsync(ProjectId project, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var traffic in insight.WatchTrafficAsync(project, cancellationToken))
        {
            yield return new Snapshot(
            [
                new("now", await RenderAsync<TrafficNow>(traffic)),
                new("charts", await RenderAsync<TrafficCharts>(traffic)),
                new("rows", await RenderAsync<TrafficRows>(traffic)),
            ]);
        }
    }

    private Task<string> RenderAsync<T>(LiveTraffic traffic)
        where T : TrafficPart => renderer.RenderAsync<T>(
            new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(TrafficPart.Traffic)] = traffic });
}
