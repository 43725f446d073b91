using Orleans.Batch.Facts;

namespace Orleans.Batch.Extraction.Models;

/// <summary>Turns a fact and its date into assertions: where it begins, and where it ceases.</summary>
internal static class DatedAssertions
{
    /// <summary>Adds the assertions of a fact.</summary>
    /// <param name="collector">Receives them.</param>
    /// <param name="fact">The fact, undated.</param>
    /// <param name="ends">Whether the answer says that it ceases.</param>
    /// <param name="when">When it holds.</param>
    /// <param name="reference">The reference time of its turn.</param>
    public static void Add(AssertionCollector collector, Assertion fact, bool ends, TimeExpression when, DateTimeOffset reference)
    {
        DateTimeOffset? from = when.Kind is TimeExpressionKind.Undated or TimeExpressionKind.Until ? null : when.From.Start;
        DateTimeOffset? to = when.Kind is TimeExpressionKind.Until or TimeExpressionKind.Range ? when.To.Start : null;
        if (ends)
        {
            collector.Add(fact with { Ends = true, At = Place(to ?? from) });
            return;
        }

        // "Until May", said in June, tells when it ceased, and nothing of when it began.
        if (when.Kind != TimeExpressionKind.Until || to > reference)
        {
            collector.Add(fact with { At = Place(from) });
        }

        if (to is not null && to > (from ?? DateTimeOffset.MinValue))
        {
            collector.Add(fact with { Ends = true, At = Place(to) });
        }

        DateTimeOffset? Place(DateTimeOffset? at) => at == reference ? null : at;
    }
}
