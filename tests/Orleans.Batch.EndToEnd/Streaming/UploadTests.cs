using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Orleans.Batch.EndToEnd.Streaming;

/// <summary>A stream of items is added completely or not at all, and blocks no other call.</summary>
[Collection(Faults.FaultCollection.Name)]
public sealed class UploadTests(StreamingServer server) : IClassFixture<StreamingServer>
{
    [Fact]
    public async Task Stream_PlainAndGzip_IsAddedInOrderAndIngested()
    {
        var batch = await server.NewBatchAsync();

        (await server.UploadAsync(batch, StreamingServer.Lines(2_500))).Range.ShouldBe((2_500, 0, 2_499));
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(StreamingServer.Lines(1_200)));
        }

        using var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentEncoding.Add("gzip");
        (await server.UploadAsync(batch, content)).Range.ShouldBe((1_200, 2_500, 3_699));

        var done = await server.RunAsync(batch);
        ((string)done["status"]!, (int)done["progress"]!["succeeded_items"]!).ShouldBe(("succeeded", 3_700));
        var sent = await SentOrderAsync(batch);
        sent.ShouldBe(Enumerable.Range(0, 2_500).Concat(Enumerable.Range(0, 1_200)).Select(i => $"item {i}"));
    }

    [Fact]
    public async Task BadLines_AreAllNamed_AndNothingIsStored()
    {
        var batch = await server.NewBatchAsync();
        var before = await server.CountsAsync();

        var answer = await server.UploadAsync(
            batch, StreamingServer.Lines(1_500) + "{\"type\":\n" + StreamingServer.Line(1) + """{"type":"thread_message","content":3}""" + "\n");

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Json["errors"]!.AsArray().Select(e => ((int)e!["line"]!, (string?)e["field"], (string)e["code"]!))
            .ShouldBe([(1_501, null, "malformed_json"), (1_503, "content", "wrong_type")]);
        (await server.CountsAsync()).ShouldBe(before);
        ((int)(await server.SummaryAsync(batch))["item_count"]!).ShouldBe(0);
    }

    [Fact]
    public async Task BatchLimit_IsNamedAtItsLine()
    {
        var batch = await server.NewBatchAsync();
        (await server.UploadAsync(batch, StreamingServer.Lines(3))).Status.ShouldBe(HttpStatusCode.OK);

        var answer = await server.UploadAsync(batch, StreamingServer.Lines(200_000));

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        var error = answer.Json["errors"]!.AsArray().ShouldHaveSingleItem()!;
        ((int)error["line"]!, (string)error["code"]!).ShouldBe((199_998, "too_many"));
        ((int)(await server.SummaryAsync(batch))["item_count"]!).ShouldBe(3);
    }

    [Fact]
    public async Task BrokenConnection_StoresNothing()
    {
        var batch = await server.NewBatchAsync();
        var before = await server.CountsAsync();
        using (var upload = await SlowUpload.BeginAsync(server.Server, batch))
        {
            await upload.SendAsync(StreamingServer.Lines(5_000));
            await Eventually.TrueAsync(() => Task.FromResult(server.SpooledFiles() > 0));
            upload.Break();
        }

        await Eventually.TrueAsync(() => Task.FromResult(server.SpooledFiles() == 0));
        (await server.CountsAsync()).ShouldBe(before);
        (await server.UploadAsync(batch, StreamingServer.Lines(2))).Range.ShouldBe((2, 0, 1));
    }

    [Fact]
    public async Task SlowUpload_DelaysNoOtherCall()
    {
        var batch = await server.NewBatchAsync();
        var other = await server.NewBatchAsync();
        using var upload = await SlowUpload.BeginAsync(server.Server, batch);
        await upload.SendAsync(StreamingServer.Lines(2_000));

        // Meanwhile the same batch accepts items, another is deleted, and no connection stays in a transaction,
        // as those of the server's other work do for a moment.
        var json = """{"items":[{"type":"graph_episode","graph_id":"g","data":"meanwhile","data_type":"text"}]}""";
        (await server.PostAsync($"batches/{batch}/items", json)).Status.ShouldBe(HttpStatusCode.OK);
        (await server.Api.DeleteAsync($"batches/{other}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await Eventually.TrueAsync(
            async () => await server.Database.ScalarAsync<long>(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'") == 0);

        var answer = await upload.EndAsync();
        answer.ShouldStartWith("HTTP/1.1 200");
        answer.ShouldContain("""{"accepted":2000,"first_sequence_index":1,"last_sequence_index":2000}""");
    }

    [Fact]
    public async Task StreamsAndCallsAtOnce_ShareTheBatchWithoutGaps()
    {
        var batch = await server.NewBatchAsync();
        var single = """{"items":[{"type":"graph_episode","graph_id":"g","data":"item 7","data_type":"text"}]}""";
        var calls = Enumerable.Range(0, 40).Select(_ => server.PostAsync($"batches/{batch}/items", single));
        var streams = Enumerable.Range(0, 4).Select(_ => server.UploadAsync(batch, StreamingServer.Lines(3_000))).ToArray();

        (await Task.WhenAll(calls)).ShouldAllBe(a => a.Status == HttpStatusCode.OK);
        var ranges = (await Task.WhenAll(streams)).Select(a => a.Range).ToArray();

        var summary = await server.SummaryAsync(batch);
        ((int)summary["item_count"]!).ShouldBe(12_040);
        ranges.ShouldAllBe(r => r.Accepted == 3_000 && r.Last - r.First == 2_999);
        var key = await server.Database.ScalarAsync<long>("SELECT batch_key FROM batch WHERE batch_uuid = $1", Guid.Parse(batch));
        (await server.Database.ColumnAsync<int>("SELECT sequence FROM batch_item WHERE batch_key = $1 ORDER BY 1", key))
            .ShouldBe(Enumerable.Range(0, 12_040));

        // Payloads are at the positions of their items, whether the positions were guessed right or moved.
        (await server.Database.ScalarAsync<long>(
            "SELECT count(*) FROM batch_item i JOIN episode_data e USING (episode_uuid) WHERE i.batch_key = $1 AND e.batch_key = $1 AND e.sequence = i.sequence",
            key)).ShouldBe(12_040);
        var order = await SentOrderAsync(batch);
        foreach (var range in ranges)
        {
            order.Skip(range.First).Take(3_000).ShouldBe(Enumerable.Range(0, 3_000).Select(i => $"item {i}"));
        }
    }

    [Fact]
    public async Task RepeatWithItsKey_IsAnsweredAgain_AlsoWhenTheBatchHasRun()
    {
        var batch = await server.NewBatchAsync();
        var first = await server.UploadAsync(batch, StreamingServer.Lines(1_100), "key-1");
        await server.RunAsync(batch);

        var again = await server.UploadAsync(batch, StreamingServer.Lines(1_100), "key-1");
        var other = await server.UploadAsync(batch, StreamingServer.Lines(1_101), "key-1");

        (first.Replayed, again.Replayed).ShouldBe((false, true));
        again.Json.ToJsonString().ShouldBe(first.Json.ToJsonString());
        (other.Status, (string)other.Json["code"]!).ShouldBe((HttpStatusCode.UnprocessableEntity, "idempotency_mismatch"));
        (await server.UploadAsync(batch, StreamingServer.Lines(1), "key-2")).Status.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task UnknownAndProcessedBatches_AreRefusedBeforeTheBodyIsRead()
    {
        var unknown = Guid.CreateVersion7().ToString();
        using (var upload = await SlowUpload.BeginAsync(server.Server, unknown))
        {
            (await upload.EndAsync()).ShouldStartWith("HTTP/1.1 404");
        }

        var batch = await server.NewBatchAsync();
        await server.UploadAsync(batch, StreamingServer.Lines(1));
        await server.RunAsync(batch);
        var refusal = await server.UploadAsync(batch, "not read");
        (refusal.Status, (string)refusal.Json["code"]!).ShouldBe((HttpStatusCode.Conflict, "not_a_draft"));
    }

    private async Task<IEnumerable<string>> SentOrderAsync(string batch) =>
        (await server.ExportAsync(batch)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => (string)JsonNode.Parse(l)!["data"]!);
}
