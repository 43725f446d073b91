using System.Security.Cryptography;
using System.Text;
using Orleans.Batch.Chaos.Model;
using Orleans.Batch.TestKit.Webhooks;

namespace Orleans.Batch.Chaos.Checks;

/// <summary>Each ended batch has one message: received at least once, signed, and with the batch's data.</summary>
public static class WebhookCheck
{
    /// <param name="context">The data to check.</param>
    /// <param name="received">The messages that the receiver got.</param>
    /// <param name="secret">The endpoint's secret, <c>whsec_…</c>.</param>
    public static IEnumerable<Violation> Run(CheckContext context, IReadOnlyCollection<ReceivedMessage> received, string secret)
    {
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        foreach (var message in received.Where(m => !IsSigned(m, key)))
        {
            yield return new(ViolationKind.Webhook, $"message {message.Id} is not signed with the endpoint's secret");
        }

        var byBatch = received.ToLookup(m => m.BatchId);
        foreach (var batch in context.Stored.Batches)
        {
            foreach (var wrong in One(batch, [.. context.Stored.Messages[batch.Id]], [.. byBatch[batch.Id]]))
            {
                yield return new(ViolationKind.Webhook, $"batch {batch.Id}: {wrong}");
            }
        }
    }

    private static IEnumerable<string> One(BatchRow batch, IReadOnlyList<MessageRow> stored, IReadOnlyList<ReceivedMessage> received)
    {
        var expected = batch.Status >= BatchStatus.Invalid ? 1 : 0;
        if (stored.Count != expected)
        {
            yield return $"{stored.Count} messages of a batch that is {batch.Status}";
        }

        var ids = received.Select(m => m.Id).Distinct().ToArray();
        if (ids.Length != expected || ids.Except(stored.Select(s => s.Id)).Any())
        {
            yield return $"messages {string.Join(' ', ids)} were received of a batch that is {batch.Status}; stored: {string.Join(' ', stored.Select(s => s.Id))}";
        }

        foreach (var message in received.Where(m => stored.Count == 1 && Encoding.UTF8.GetString(m.Content.Span) != stored[0].Payload))
        {
            yield return $"message {message.Id} says {message.Body}, and not {stored[0].Payload}";
        }

        foreach (var message in received.Where(m => m.Body.GetProperty("completed_at").GetString() != batch.CompletedAt))
        {
            yield return $"message {message.Id} says that it ended at {message.Body.GetProperty("completed_at")}, it did at {batch.CompletedAt}";
        }
    }

    private static bool IsSigned(ReceivedMessage message, byte[] key)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{message.Id}.{message.Timestamp}."), .. message.Content.Span];
        return message.Signature.Split(' ').Contains("v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed)));
    }
}
