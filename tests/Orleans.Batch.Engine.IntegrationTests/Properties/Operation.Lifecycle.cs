using Orleans.Batch.TestKit.Engines;

namespace Orleans.Batch.Engine.IntegrationTests.Properties;

/// <summary>The actions of an operator.</summary>
internal abstract partial record Operation
{
    public sealed record Cancel(int Batch) : Operation
    {
        public override async Task RunAsync(RunningEngine engine, TestProject testProject, ObservedHistory history)
        {
            if (history.Find(Batch) is { } batch)
            {
                var first = await engine.Batches.CancelAsync(testProject.Project, batch, default);
                var again = await engine.Batches.CancelAsync(testProject.Project, batch, default);
                again.Repeated.ShouldBeTrue();
                again.Batch.CancelRequestedAt.ShouldBe(first.Batch.CancelRequestedAt);
            }
        }
    }

    public sealed record Pause(int Batch) : Operation
    {
        public override async Task RunAsync(RunningEngine engine, TestProject testProject, ObservedHistory history)
        {
            if (history.Find(Batch) is { } batch)
            {
                (await engine.Batches.PauseAsync(testProject.Project, batch, default)).PausedAt.ShouldNotBeNull();
            }
        }
    }

    public sealed record Resume(int Batch) : Operation
    {
        public override async Task RunAsync(RunningEngine engine, TestProject testProject, ObservedHistory history)
        {
            if (history.Find(Batch) is { } batch)
            {
                (await engine.Batches.ResumeAsync(testProject.Project, batch, default)).PausedAt.ShouldBeNull();
            }
        }
    }

    public sealed record Retry(int Batch, bool AtOnce, bool FailedOnly) : Operation
    {
        public override async Task RunAsync(RunningEngine engine, TestProject testProject, ObservedHistory history)
        {
            if (history.Find(Batch) is { } batch)
            {
                var selection = new RetrySelection { Process = AtOnce, Statuses = FailedOnly ? [ItemStatus.Failed] : null };
                var retry = (await engine.Batches.RetryAsync(testProject.Project, batch, selection, null, default)).Value;
                retry.RetryOf.ShouldBe(batch);
                history.Created(retry.BatchId);
            }
        }
    }

    /// <summary>Replaces the data of an item of a draft by valid data.</summary>
    public sealed record Repair(int Batch, int Item) : Operation
    {
        public override async Task RunAsync(RunningEngine engine, TestProject testProject, ObservedHistory history)
        {
            if (history.Find(Batch) is { } batch)
            {
                var changes = new ItemChanges { Given = ItemFields.Data, Data = "{}" };
                await engine.Batches.ChangeItemAsync(testProject.Project, batch, BatchItemId.Create(batch, Item), changes, default);
            }
        }
    }

    public sealed record Validate(int Batch) : Operation
    {
        public override async Task RunAsync(RunningEngine engine, TestProject testProject, ObservedHistory history)
        {
            if (history.Find(Batch) is { } batch)
            {
                var before = await engine.Batches.GetAsync(testProject.Project, batch, default);
                var result = await engine.Batches.ValidateAsync(testProject.Project, batch, new(), default);
                result.Valid.ShouldBe(result.ErrorCount == 0);
                (await engine.Batches.GetAsync(testProject.Project, batch, default)).ShouldBe(before);
            }
        }
    }

    /// <summary>The engine crashes in the middle of its work, and another one takes over.</summary>
    public sealed record Crash : Operation
    {
        public override async Task RunAsync(RunningEngine engine, TestProject testProject, ObservedHistory history)
        {
            await engine.KillAsync();
            testProject.Engine = await testProject.StartEngineAsync();
            history.Client = testProject.Engine.Batches;
        }
    }
}
