using Orleans.Batch.TestKit.Engines;

namespace Orleans.Batch.Engine.IntegrationTests.Properties;

/// <summary>The actions of callers, in any order; a batch is named by its position among the created ones.</summary>
internal abstract partial record Operation
{
    public abstract Task RunAsync(RunningEngine engine, TestProject testProject, ObservedHistory history);

    public sealed record Create : Operation
    {
        public override async Task RunAsync(RunningEngine engine, TestProject testProject, ObservedHistory history) =>
            history.Created(await testProject.CreateAsync());
    }

    public sealed record Add(int Batch, PlannedItem[] Items) : Operation
    {
        public override async Task RunAsync(RunningEngine engine, TestProject testProject, ObservedHistory history)
        {
            if (history.Find(Batch) is { } batch)
            {
                await testProject.AddAsync(batch, Items);
            }
        }

        public override string ToString() => $"Add({Batch}, {Items.Length} items)";
    }

    public sealed record Process(int Batch) : Operation
    {
        public override async Task RunAsync(RunningEngine engine, TestProject testProject, ObservedHistory history)
        {
            if (history.Find(Batch) is { } batch)
            {
                await testProject.ProcessAsync(batch);
            }
        }
    }

    public sealed record Observe(int Batch) : Operation
    {
        public override async Task RunAsync(RunningEngine engine, TestProject testProject, ObservedHistory history)
        {
            if (history.Find(Batch) is { } batch)
            {
                await history.ReadAsync(batch);
            }
        }
    }

    public sealed record Delete(int Batch) : Operation
    {
        public override async Task RunAsync(RunningEngine engine, TestProject testProject, ObservedHistory history)
        {
            if (history.Find(Batch) is { } batch)
            {
                await engine.Batches.DeleteAsync(testProject.Project, batch, default);
                history.Deleted(batch);
            }
        }
    }

    /// <summary>Deletes a graph, user or thread.</summary>
    public sealed record DeleteDestination(int Destination) : Operation
    {
        public override async Task RunAsync(RunningEngine engine, TestProject testProject, ObservedHistory history)
        {
            switch (Destination)
            {
                case < 2:
                    await engine.Graphs.DeleteGraphAsync(testProject.Project, $"g{Destination}", default);
                    break;
                case < 4:
                    await engine.Users.DeleteUserAsync(testProject.Project, $"u{Destination - 2}", default);
                    break;
                default:
                    await engine.Threads.DeleteThreadAsync(testProject.Project, $"t{Destination - 4}", default);
                    break;
            }
        }
    }

    /// <summary>Creates deleted destinations again.</summary>
    public sealed record RecreateDestinations : Operation
    {
        public override Task RunAsync(RunningEngine engine, TestProject testProject, ObservedHistory history) => testProject.BuildAsync();
    }
}
