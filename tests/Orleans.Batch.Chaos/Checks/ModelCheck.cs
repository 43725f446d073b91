using Orleans.Batch.Chaos.Model;
using Orleans.Batch.TestKit.Facts;
using Orleans.Batch.TestKit.Promise;
using Orleans.Batch.TestKit.Webhooks;

namespace Orleans.Batch.Chaos.Checks;

/// <summary>
/// Compares the answers to clients with the stored data, once no work is pending: it reports everything that was lost,
/// doubled, reordered, counted wrongly, or done although it was refused.
/// </summary>
public static class ModelCheck
{
    /// <summary>All violations; empty if the promise was kept.</summary>
    /// <param name="connectionString">The database.</param>
    /// <param name="history">The requests of clients and their answers.</param>
    /// <param name="prefix">The prefix of the ids of permanent destinations; their facts are checked.</param>
    /// <param name="received">The messages that the webhook receiver got.</param>
    /// <param name="secret">The endpoint's secret.</param>
    public static async Task<IReadOnlyList<Violation>> RunAsync(
        string connectionString, History history, string prefix, IReadOnlyCollection<ReceivedMessage> received, string secret)
    {
        var context = new CheckContext(history, await StoredState.ReadAsync(connectionString));
        var (facts, _) = await GraphFactsCheck.RunAsync(connectionString, prefix);
        return
        [
            .. history.Violations,
            .. BatchesCheck.Run(context),
            .. LiveCheck.Run(context),
            .. DestinationCheck.Run(context),
            .. OrderCheck.Run(context),
            .. (await PromiseCheck.CheckOrderAsync(connectionString)).Select(o => new Violation(ViolationKind.Order, o)),
            .. WebhookCheck.Run(context, received, secret),
            .. facts.Select(f => new Violation(ViolationKind.Fact, f)),
        ];
    }
}
