using Orleans.Batch.Facts;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.TestKit;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.PostgreSql.Tests.Graphs;

/// <summary>The rows that are deleted with an episode, an edge, a node, a thread and a graph.</summary>
public sealed class FactDeletionTests(TestDatabase database) : FactFixture(database)
{
    [Fact]
    public async Task DeleteEpisodeAsync_WhatItAloneSays_GoesWithItsNodes()
    {
        await BeginAsync();
        var (first, second) = (await AddEpisodeAsync(1), await AddEpisodeAsync(2));
        var job = await FactAsync(first, "Avery", "WORKS_AT", "Acme");
        var city = await FactAsync(second, "Acme", "LOCATED_IN", "Bonn");
        await MentionAsync(first, "Blake", index: 1);

        (await Episodes.DeleteEpisodeAsync(Project, first.Uuid, default)).ShouldBeTrue();

        (await Edges.FindEdgeAsync(Project, job, default)).ShouldBeNull();
        (await Edges.FindEdgeAsync(Project, city, default)).ShouldNotBeNull();
        (await NamesAsync()).ShouldBe(["Acme", "Bonn"]);
        (await Episodes.FindEpisodeAsync(Project, first.Uuid, default)).ShouldBeNull();
        (await Episodes.DeleteEpisodeAsync(Project, first.Uuid, default)).ShouldBeFalse();
    }

    [Fact]
    public async Task DeleteEpisodeAsync_OfAFactThatOthersRepeat_LetsItBeginWithTheFirstOfThem()
    {
        await BeginAsync();
        var told = new[] { await AddEpisodeAsync(1), await AddEpisodeAsync(2), await AddEpisodeAsync(3), await AddEpisodeAsync(9) };
        await FactAsync(told[0], "Avery", "WORKS_AT", "Acme", until: 9, slot: 7);
        await RepeatAsync(told[0], "Avery", "WORKS_AT", "Acme", index: 1, slot: 7);
        var heir = await RepeatAsync(told[1], "Avery", "WORKS_AT", "Acme", slot: 7);
        var last = await RepeatAsync(told[2], "Avery", "WORKS_AT", "Acme", slot: 7);
        await RepeatAsync(told[3], "Avery", "WORKS_AT", "Acme", ends: true, slot: 7);

        await Episodes.DeleteEpisodeAsync(Project, told[0].Uuid, default);

        var edge = (await Edges.FindEdgeAsync(Project, heir, default))!;
        (edge.Uuid, edge.ValidAt, edge.InvalidAt, edge.ExpiredAt).ShouldBe((heir, Day(2), Day(9), Day(9)));
        edge.Episodes.ShouldBe([told[1].Uuid, told[2].Uuid]);
        (await Edges.FindEdgeAsync(Project, last, default))!.Uuid.ShouldBe(heir);
    }

    [Fact]
    public async Task DeleteEpisodeAsync_ThatEndedAFact_LeavesItEnded()
    {
        await BeginAsync();
        var (first, second) = (await AddEpisodeAsync(1), await AddEpisodeAsync(5));
        var old = await FactAsync(first, "Avery", "WORKS_AT", "Acme", until: 5, slot: 7);
        var next = await FactAsync(second, "Avery", "WORKS_AT", "Other", slot: 7);

        await Episodes.DeleteEpisodeAsync(Project, second.Uuid, default);

        (await Edges.FindEdgeAsync(Project, next, default)).ShouldBeNull();
        (await Edges.FindEdgeAsync(Project, old, default))!.InvalidAt.ShouldBe(Day(5));
    }

    [Fact]
    public async Task DeleteEpisodeAsync_NotInItsGraphYet_IsRefusedAndNotAnotherProjects()
    {
        await BeginAsync();
        var batch = await NewBatchAsync(BatchStatus.Processing);
        var pending = await AddItemAsync(batch, 0, 0, "g1");
        var told = await AddEpisodeAsync(1);

        (await RefusedAsync(() => Episodes.DeleteEpisodeAsync(Project, pending, default))).Code.ShouldBe("episode_pending");
        (await Episodes.DeleteEpisodeAsync(await Database.NewProjectAsync(), told.Uuid, default)).ShouldBeFalse();
        (await Episodes.DeleteEpisodeAsync(Project, Guid.NewGuid(), default)).ShouldBeFalse();
        (await Episodes.FindEpisodeAsync(Project, told.Uuid, default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task DeleteEpisodeAsync_TwiceAtOnce_DeletesOnceAndFindsNothingThen()
    {
        await BeginAsync();
        var told = await AddEpisodeAsync(1);
        await using var holder = await Database.Database.Background.OpenConnectionAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await holder.Statement("SELECT FROM graph_state FOR UPDATE").RunAsync(default);
        var deletions = new[] { DeleteAsync(), DeleteAsync() };
        await Eventually.TrueAsync(async () => await Database.ScalarAsync<long>(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") == 2);

        await transaction.RollbackAsync();

        (await Task.WhenAll(deletions)).Order().ShouldBe([false, true]);

        Task<bool> DeleteAsync() => Episodes.DeleteEpisodeAsync(Project, told.Uuid, default).AsTask();
    }

    [Fact]
    public async Task DeleteEdgeAsync_TakesItsRepeatsAndLeavesItsNodes()
    {
        await BeginAsync();
        var (first, second) = (await AddEpisodeAsync(1), await AddEpisodeAsync(2));
        var job = await FactAsync(first, "Avery", "WORKS_AT", "Acme", slot: 7);
        var repeat = await RepeatAsync(second, "Avery", "WORKS_AT", "Acme", slot: 7);
        var other = await Database.NewProjectAsync();

        (await Edges.DeleteEdgeAsync(other, job, default)).ShouldBeFalse();
        (await Edges.DeleteEdgeAsync(Project, job, default)).ShouldBeTrue();

        (await Edges.FindEdgeAsync(Project, repeat, default)).ShouldBeNull();
        (await NamesAsync()).ShouldBe(["Acme", "Avery"]);
        (await Edges.DeleteEdgeAsync(Project, job, default)).ShouldBeFalse();
    }

    [Fact]
    public async Task DeleteNodeAsync_TakesTheEdgesThatTouchIt()
    {
        await BeginAsync();
        var told = await AddEpisodeAsync(1);
        await FactAsync(told, "Avery", "WORKS_AT", "Acme");
        await FactAsync(told, "Blake", "KNOWS", "Avery", index: 1);
        await ValueAsync(told, "Avery", "AGE", "7", index: 2);
        var stays = await FactAsync(told, "Blake", "WORKS_AT", "Acme", index: 3);
        var avery = NodeId.FromName(GraphKey, "Avery");

        (await Nodes.DeleteNodeAsync(await Database.NewProjectAsync(), avery, default)).ShouldBeFalse();
        (await Nodes.DeleteNodeAsync(Project, avery, default)).ShouldBeTrue();

        (await NamesAsync()).ShouldBe(["Acme", "Blake"]);
        var page = (await Edges.FindEdgesAsync(Project, GraphTarget.ForGraph("g1"), new GraphListQuery(), default))!;
        page.Edges.Select(e => e.Uuid).ShouldBe([stays]);
        (await Nodes.DeleteNodeAsync(Project, avery, default)).ShouldBeFalse();
    }

    [Fact]
    public async Task DeleteThreadAsync_LongThread_TakesWhatItSaidInSteps()
    {
        await NewThreadAsync("u1", "t1");
        UseGraph(await UserGraphKeyAsync("u1"), await NewBatchAsync(BatchStatus.Succeeded));
        for (var i = 1; i <= 450; i++)
        {
            var told = await AddEpisodeAsync(1, threadId: "t1");
            await FactAsync(told, $"Person {i}", "KNOWS", "Avery");
        }

        var kept = await FactAsync(await AddEpisodeAsync(2), "Avery", "WORKS_AT", "Acme");

        (await Deletion.DeleteThreadAsync(Project, "t1", default)).Found.ShouldBeTrue();

        (await CountAsync("fact")).ShouldBe(251);
        (await Purge.PurgeDeletedAsync(100, default)).ShouldBeTrue();
        (await CountAsync("fact")).ShouldBe(51);
        while (await Purge.PurgeDeletedAsync(100, default))
        {
        }

        (await NamesAsync()).ShouldBe(["Acme", "Avery", "u1"]); // the user's node stays
        (await Edges.FindEdgeAsync(Project, kept, default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task PurgeDeletedAsync_ADeletedGraph_LeavesNothingOfIt()
    {
        await BeginAsync("g2");
        await FactAsync(await AddEpisodeAsync(1, graphId: "g2"), "Other", "KNOWS", "Else");
        var other = GraphKey;
        await BeginAsync();
        for (var i = 1; i <= 30; i++)
        {
            var told = await AddEpisodeAsync(i);
            await FactAsync(told, $"Person {i}", "KNOWS", "Avery", slot: i);
            await RepeatAsync(told, $"Person {i}", "KNOWS", "Avery", index: 1, slot: i);
            await MentionAsync(told, $"Person {i}", index: 2);
        }

        await Deletion.DeleteGraphAsync(Project, "g1", default);
        var steps = 0;
        while (await Purge.PurgeDeletedAsync(10, default))
        {
            steps++;
        }

        steps.ShouldBeGreaterThan(10);
        foreach (var table in (string[])["fact", "fact_repeat", "mention", "node"])
        {
            (await CountAsync(table)).ShouldBe(0, table);
        }

        UseGraph(other, 0);
        (await CountAsync("fact")).ShouldBe(1);
        (await CountAsync("node")).ShouldBe(2);
    }

    private async Task<List<string>> NamesAsync() =>
        [.. (await Database.ColumnAsync<string>(
            "SELECT name FROM node WHERE node_uuid >= $1 AND node_uuid < $2", GraphBoundId.First(GraphKey), GraphBoundId.Beyond(GraphKey)))
            .Order(StringComparer.Ordinal)];

    private Task<long> CountAsync(string table) => Database.ScalarAsync<long>(
        $"SELECT count(*) FROM {table} WHERE {(table is "node" or "mention" ? table : "fact")}_uuid >= $1 AND {(table is "node" or "mention" ? table : "fact")}_uuid < $2",
        GraphBoundId.First(GraphKey), GraphBoundId.Beyond(GraphKey));
}
