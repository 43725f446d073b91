using System.Net;

namespace Orleans.Batch.EndToEnd.Streaming;

/// <summary>A server that is killed while items are streamed in keeps nothing of them, neither in the database nor on disk.</summary>
[Collection(Faults.FaultCollection.Name)]
public sealed class KilledServerTests(StreamingServer server) : IClassFixture<StreamingServer>
{
    [Fact]
    public async Task KilledMidUpload_NothingIsStoredAndNothingLeft()
    {
        var batch = await server.NewBatchAsync();
        var before = await server.CountsAsync();
        using var upload = await SlowUpload.BeginAsync(server.Server, batch);
        await upload.SendAsync(StreamingServer.Lines(20_000));
        await Eventually.TrueAsync(() => Task.FromResult(server.SpooledFiles() == 1));
        await server.Server.KillAsync();

        await server.ServeAsync();

        (await server.CountsAsync()).ShouldBe(before);
        Directory.EnumerateFileSystemEntries(server.SpoolDirectory).ShouldBeEmpty();
        (await server.UploadAsync(batch, StreamingServer.Lines(3))).Range.ShouldBe((3, 0, 2));
    }

    [Fact]
    public async Task KilledWhileItIsStored_AllOrNothing()
    {
        var batch = await server.NewBatchAsync();
        var sending = server.UploadAsync(batch, StreamingServer.Lines(100_000));
        await Eventually.TrueAsync(
            async () => await server.Database.ScalarAsync<long>(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'COPY%'") > 0);
        await server.Server.KillAsync();
        var answered = await AnsweredAsync(sending);

        await server.ServeAsync();

        var items = (int)(await server.SummaryAsync(batch))["item_count"]!;
        items.ShouldBeOneOf(answered ? 100_000 : 0, 100_000);
        (await server.Database.ScalarAsync<long>("SELECT count(*) FROM batch_item i JOIN batch b USING (batch_key) WHERE b.batch_uuid = $1", Guid.Parse(batch)))
            .ShouldBe(items);
        (await server.UploadAsync(batch, StreamingServer.Lines(1))).Status.ShouldBe(HttpStatusCode.OK);
    }

    // The answer may have been faster than the kill.
    private static async Task<bool> AnsweredAsync(Task<StreamingServer.Answer> sending)
    {
        try
        {
            return (await sending).Status == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
