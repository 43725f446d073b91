using Orleans.Batch.Chaos.Model;
using Orleans.Batch.TestKit.Facts;
using Orleans.Batch.TestKit.Promise;
using Orleans.Batch.TestKit.Webhooks;

namespace Orleans.Batch.Chaos.Checks;

/// <summary>
/// Compares what clients were told with what is stored, once nothing is on its way: it names everything that was lost,
/// doubled, put in another order, counted wrongly, or done although it was refused.
/// </summary>
public static class ModelCheck
{
    /// <summary>Every violation; empty when the promise was kept.</summary>
    /// <param name="connectionString">The database.</param>
    /// <param name="history">What clients sent and were told.</param>
    /// <param name="prefix">What the ids of the destinations that stay begin with; their facts are checked.</param>
    /// <param name="received">What the receiver of webhooks got.</param>
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
