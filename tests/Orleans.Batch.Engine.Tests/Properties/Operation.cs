using Orleans.Batch.TestKit.Engines;

namespace Orleans.Batch.Engine.Tests.Properties;

/// <summary>What callers may do, in any order; a batch is named by its place among those created.</summary>
internal abstract partial record Operation
{
    public abstract Task RunAsync(RunningEngine engine, Town town, Diary diary);

    public sealed record Create : Operation
    {
        public override async Task RunAsync(RunningEngine engine, Town town, Diary diary) =>
            diary.Created(await town.CreateAsync());
    }

    public sealed record Add(int Batch, PlannedItem[] Items) : Operation
    {
        public override async Task RunAsync(RunningEngine engine, Town town, Diary diary)
        {
            if (diary.Find(Batch) is { } batch)
            {
                await town.AddAsync(batch, Items);
            }
        }

        public override string ToString() => $"Add({Batch}, {Items.Length} items)";
    }

    public sealed record Process(int Batch) : Operation
    {
        public override async Task RunAsync(RunningEngine engine, Town town, Diary diary)
        {
            if (diary.Find(Batch) is { } batch)
            {
                await town.ProcessAsync(batch);
            }
        }
    }

    public sealed record Look(int Batch) : Operation
    {
        public override async Task RunAsync(RunningEngine engine, Town town, Diary diary)
        {
            if (diary.Find(Batch) is { } batch)
            {
                await diary.LookAsync(batch);
            }
        }
    }

    public sealed record Delete(int Batch) : Operation
    {
        public override async Task RunAsync(RunningEngine engine, Town town, Diary diary)
        {
            if (diary.Find(Batch) is { } batch)
            {
                await engine.Batches.DeleteAsync(town.Project, batch, default);
                diary.Deleted(batch);
            }
        }
    }

    /// <summary>Deletes a graph, user or thread.</summary>
    public sealed record Demolish(int Destination) : Operation
    {
        public override async Task RunAsync(RunningEngine engine, Town town, Diary diary)
        {
            switch (Destination)
            {
                case < 2:
                    await engine.Memory.DeleteGraphAsync(town.Project, $"g{Destination}", default);
                    break;
                case < 4:
                    await engine.Memory.DeleteUserAsync(town.Project, $"u{Destination - 2}", default);
                    break;
                default:
                    await engine.Memory.DeleteThreadAsync(town.Project, $"t{Destination - 4}", default);
                    break;
            }
        }
    }

    /// <summary>Makes again what was deleted.</summary>
    public sealed record Rebuild : Operation
    {
        public override Task RunAsync(RunningEngine engine, Town town, Diary diary) => town.BuildAsync();
    }
}
