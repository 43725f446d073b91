using System.Text.Json;
using Orleans.Batch.Chaos.Api;
using Orleans.Batch.Chaos.Model;

namespace Orleans.Batch.Chaos.Clients;

/// <summary>Fills batches and starts them. A batch belongs to the client that created it.</summary>
public sealed class BatchCalls(ClientContext client, ItemFactory items, OwnBatches batches)
{
    private const int MostItems = 30;
    private const int MostLines = 120;

    // Half of the drafts that a client may have are filled at a time.
    private const int MostDrafts = 4;

    public async Task CreateAsync()
    {
        if (batches.Drafts.Count() >= MostDrafts)
        {
            await ProcessAsync();
            return;
        }

        BatchRecord? batch = null;
        var (write, request, answer) = await client.WriteAsync(
            key =>
            {
                var create = new Write(Calls.CreateBatch, client.History.NextMarker(), key);
                batch = new BatchRecord(create, null);
                client.History.Record(batch);
                return (create, ApiRequest.Post("batches", new { metadata = new { mark = create.Marker } }));
            },
            takesKey: true);
        client.Expect(request, answer);
        if (answer.IsDone)
        {
            batches.Learn(batch!, answer.Body);
            Remember(write, request, answer, batch!);
        }
    }

    public Task AddAsync() => AddAsync(
        Calls.Add,
        client.Chance.Next(1, MostItems + 1),
        (batch, wire) => ApiRequest.Post($"batches/{batch.Id}/items", new { items = wire }));

    public Task AddLinesAsync() => AddAsync(
        Calls.AddLines,
        client.Chance.Next(1, MostLines + 1),
        (batch, wire) => ApiRequest.PostLines($"batches/{batch.Id}/items", wire));

    /// <summary>Makes two concurrent calls to one draft.</summary>
    public async Task AddTwiceAtOnceAsync() => await Task.WhenAll(AddAsync(), AddAsync());

    public async Task ProcessAsync()
    {
        if (batches.OneOf(b => b.Status == "draft" && b.Adds.Count > 0) is { } batch)
        {
            await ProcessAsync(batch);
        }
    }

    /// <summary>Makes two concurrent calls that start one draft; one of them starts it.</summary>
    public async Task ProcessTwiceAtOnceAsync()
    {
        if (batches.OneOf(b => b.Status == "draft" && b.Adds.Count > 0) is { } batch)
        {
            await Task.WhenAll(ProcessAsync(batch), ProcessAsync(batch));
        }
    }

    private async Task ProcessAsync(BatchRecord batch)
    {
        var (write, request, answer) = await client.WriteAsync(
            key => (batches.Change(batch, Calls.Process, key), ApiRequest.Post($"batches/{batch.Id}/process")),
            takesKey: true,
            judge: a => IsInvalid(batch, a) ? Outcome.Done : a.Attempt.Outcome);
        if (IsInvalid(batch, answer))
        {
            batch.Status = "invalid";
            return;
        }

        client.Expect(
            request,
            answer,
            batch.Adds.Any(a => a.IsDone) ? "" : "empty_batch",
            batch.GetChanges(Calls.Process).Any(w => w != write && w.MayBeDone) ? "already_processed" : "",
            OwnBatches.MayBeDeleted(batch) ? "not_found" : "");
        if (answer.IsDone)
        {
            Summaries.Check(answer.Body, client.History);
            batch.Status = "queued";
            Remember(write, request, answer, batch);
        }
        else if (answer.Code == "already_processed")
        {
            batch.Status = "queued";
        }
    }

    private async Task AddAsync(string kind, int count, Func<BatchRecord, IEnumerable<object>, ApiRequest> request)
    {
        if (batches.OneOf(b => b.Status == "draft" && b.RetryOf is null) is not { } batch)
        {
            await CreateAsync();
            return;
        }

        var (write, sent, answer) = await client.WriteAsync(
            key =>
            {
                var marker = client.History.NextMarker();
                var made = Enumerable.Range(0, count).Select(i => items.NextItem($"{marker}-{i}")).ToArray();
                var add = new AddWrite(kind, marker, key, [.. made.Select(m => m.Sent)]);
                batch.Adding(add);
                return (add, request(batch, made.Select(m => m.Wire)));
            },
            takesKey: true);
        client.Expect(
            sent,
            answer,
            batch.GetChanges(Calls.Process).Any(p => p.MayBeDone) ? "not_a_draft" : "",
            OwnBatches.MayBeDeleted(batch) ? "not_found" : "");
        if (answer.IsDone)
        {
            Acknowledge(write, answer.Body);
            Remember(write, sent, answer, batch);
        }
    }

    private void Acknowledge(AddWrite write, JsonElement answer)
    {
        if (write.Kind == Calls.AddLines)
        {
            write.First = answer.GetProperty("first_sequence_index").GetInt32();
            if (answer.GetProperty("accepted").GetInt32() != write.Items.Count)
            {
                client.History.Violate(ViolationKind.Answer, $"{write}: {write.Items.Count} items were sent, {answer}");
            }

            return;
        }

        var added = answer.EnumerateArray().ToArray();
        write.First = added.Length == 0 ? null : added[0].GetProperty("sequence_index").GetInt32();
        write.Episodes = [.. added.Select(a => a.GetProperty("episode_uuid").GetGuid())];
        if (!added.Select(a => a.GetProperty("sequence_index").GetInt32() - write.First!.Value).SequenceEqual(Enumerable.Range(0, write.Items.Count)))
        {
            client.History.Violate(ViolationKind.Answer, $"{write}: {write.Items.Count} items were sent, {answer}");
        }
    }

    private void Remember(Write write, ApiRequest request, ApiResponse answer, BatchRecord batch)
    {
        if (write.Key is not null)
        {
            client.Keyed.Add(new KeyedCall(write, request, answer, batch));
        }
    }

    // The batch is processed and invalid: the call took effect although the answer is 400.
    private bool IsInvalid(BatchRecord batch, ApiResponse answer) =>
        answer.Attempt is { Status: 400, Code: not "empty_batch" }
        && batch.Adds.Any(a => a.MayBeDone && a.Items.Any(i => !client.World.Holds(i.Destination)));
}
