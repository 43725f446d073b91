using System.Text.Json;
using Orleans.Batch.Chaos.Api;
using Orleans.Batch.Chaos.Model;

namespace Orleans.Batch.Chaos.Clients;

/// <summary>The batches of one client, and its knowledge of them.</summary>
public sealed class OwnBatches(ClientContext client)
{
    private const int Most = 24;

    private readonly List<BatchRecord> _batches = [];

    public IEnumerable<BatchRecord> Drafts => _batches.Where(b => b.Status == "draft");

    /// <summary>Whether a deletion of it may have taken effect.</summary>
    public static bool MayBeDeleted(BatchRecord batch) => batch.GetChanges(Calls.DeleteBatch).Any(d => d.MayBeDone);

    /// <summary>Returns one that meets a condition, or null; never one that the client saw deleted.</summary>
    public BatchRecord? OneOf(Func<BatchRecord, bool> condition)
    {
        var fitting = _batches.Where(condition).ToArray();
        return fitting.Length == 0 ? null : client.OneOf(fitting);
    }

    /// <summary>Records the answer to a call that creates a batch.</summary>
    public void Learn(BatchRecord batch, JsonElement summary)
    {
        Summaries.Check(summary, client.History);
        batch.Id = Summaries.Id(summary);
        batch.Status = Summaries.Status(summary);
        _batches.Add(batch);
        if (_batches.Count > Most)
        {
            // The oldest ended batch is no longer used.
            var ended = _batches.FindIndex(b => Summaries.IsTerminal(b.Status));
            _batches.RemoveAt(Math.Max(ended, 0));
        }
    }

    public void Forget(BatchRecord batch) => _batches.Remove(batch);

    /// <summary>Records that a call is about to change a batch.</summary>
    public Write Change(BatchRecord batch, string kind, string? key)
    {
        var write = new Write(kind, client.History.NextMarker(), key);
        batch.Changing(write);
        return write;
    }

    /// <summary>Reads a batch and records its state.</summary>
    public async Task GetAsync()
    {
        if (OneOf(_ => true) is not { } batch)
        {
            return;
        }

        var answer = await client.ReadAsync(Calls.GetBatch, ApiRequest.Get($"batches/{batch.Id}"));
        if (answer.IsDone)
        {
            Summaries.Check(answer.Body, client.History);
            batch.Status = Summaries.Status(answer.Body);
            batch.Observe(batch.Status, Summaries.Ended(answer.Body));
        }
        else if (answer.Attempt is { Outcome: Outcome.Refused, Status: not 503 } && !MayBeDeleted(batch))
        {
            client.History.Violate(ViolationKind.Lost, $"batch {batch.Id} was acknowledged, and reading it is answered {answer.Attempt}");
        }
    }
}
