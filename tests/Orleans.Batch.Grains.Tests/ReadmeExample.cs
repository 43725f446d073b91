using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Batch.Grains.Tests;

/// <summary>The example of the client's README, unchanged; a test runs it and compares both.</summary>
internal static class ReadmeExample
{
    public static async Task<GraphSearchResults> RunAsync(IServiceProvider services, string apiKey, CancellationToken stop)
    {
        var project = (await services.GetRequiredService<IProjectAuthenticator>().AuthenticateAsync(apiKey, stop))!.Value;
        var (graphs, batches) = (services.GetRequiredService<IGraphClient>(), services.GetRequiredService<IBatchClient>());
        await graphs.CreateGraphAsync(project, "notes", new GraphFields(), stop);
        var batch = (await batches.CreateAsync(project, new NewBatch(), null, stop)).Value.BatchId;
        var item = new NewBatchItem { Kind = ItemKind.GraphEpisode, GraphId = "notes", DataType = DataType.Text, Content = "Ann lives in Rome." };
        await batches.AddAsync(project, batch, [item], null, stop);
        await batches.ProcessAsync(project, batch, null, stop);
        await foreach (var seen in batches.WatchAsync(project, batch, null, stop))
            Console.WriteLine($"{seen.Batch.Status}: {seen.Batch.Progress.SucceededItems} of {seen.Batch.ItemCount}");
        return await services.GetRequiredService<ISearchClient>().SearchAsync(project, GraphTarget.ForGraph("notes"), new GraphSearch("Where does Ann live?"), stop);
    }
}
