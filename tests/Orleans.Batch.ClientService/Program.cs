using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Batch;
using Orleans.Batch.Client;
using Orleans.Configuration;

// A .NET service that knows the cluster's name, one silo's port and a key, but no database and no URL. It
// loads a batch, makes one live write, reads both back, and prints the result.
//   Orleans.Batch.ClientService CLUSTER-ID CLIENT-PORT API-KEY NAME ITEMS
var (cluster, port, key, name) = (args[0], int.Parse(args[1], CultureInfo.InvariantCulture), args[2], args[3]);
var items = int.Parse(args[4], CultureInfo.InvariantCulture);
const int PerCall = Limits.ItemsPerAdd;

var builder = Host.CreateApplicationBuilder();
builder.UseOrleansClient(client => client
    .UseStaticClustering(new IPEndPoint(IPAddress.Loopback, port))
    .Configure<ClusterOptions>(o => o.ClusterId = o.ServiceId = cluster));
builder.Services.AddBatchClient(o => o.ApiKey = key);
using var host = builder.Build();
await host.StartAsync();

var project = await host.Services.GetRequiredService<IProjectAuthenticator>().AuthenticateAsync(key, default)
    ?? throw new InvalidOperationException("the key is not known");
var graphs = host.Services.GetRequiredService<IGraphClient>();
var episodes = host.Services.GetRequiredService<IEpisodeClient>();
var batches = host.Services.GetRequiredService<IBatchClient>();
var live = host.Services.GetRequiredService<IRealtimeClient>();

await graphs.CreateGraphAsync(project, name, new GraphFields(), default);
var batch = (await batches.CreateAsync(project, new NewBatch { Extraction = ExtractionMode.Deterministic }, null, default)).Value;
foreach (var call in Enumerable.Range(0, items).Chunk(PerCall))
{
    await batches.AddAsync(project, batch.BatchId, [.. call.Select(Item)], null, default);
}

batch = (await batches.ProcessAsync(project, batch.BatchId, null, default)).Value;
var written = (await live.AddEpisodeAsync(
    project,
    new NewEpisode { Target = GraphTarget.ForGraph(name), Content = "Kim lives in Porto.", DataType = DataType.Text },
    null,
    default)).Value;
var writtenTask = await live.GetTaskAsync(project, written.TaskId, default);
while (batch.Status is BatchStatus.Queued or BatchStatus.Processing || writtenTask.Status is IngestTaskStatus.Pending or IngestTaskStatus.Processing)
{
    await Task.Delay(TimeSpan.FromMilliseconds(20));
    batch = await batches.GetAsync(project, batch.BatchId, default);
    writtenTask = await live.GetTaskAsync(project, written.TaskId, default);
}

Console.WriteLine($"batch {batch.Status}, {batch.Progress.SucceededItems} of {batch.ItemCount} items");
Console.WriteLine($"live {writtenTask.Status}");
var last = await episodes.GetLastEpisodesAsync(project, GraphTarget.ForGraph(name), items + 1, default);
Console.WriteLine($"episodes {last.Count}");
try
{
    await batches.GetAsync(project, Guid.NewGuid(), default);
}
catch (BatchServiceException e)
{
    Console.WriteLine($"refusal {e.Code}");
}

await host.StopAsync();

NewBatchItem Item(int i) => new()
{
    Kind = ItemKind.GraphEpisode,
    GraphId = name,
    Content = string.Create(CultureInfo.InvariantCulture, $"Note {i}. Kim works at Acme."),
    DataType = DataType.Text,
};
