using Orleans.Batch.Facts;

namespace Orleans.Batch.Extraction;

/// <summary>When a fact began and ended, by a sentence's tense and date.</summary>
/// <param name="Begins">Whether it says that the fact began, or was so.</param>
/// <param name="From">When; null for the reference time.</param>
/// <param name="Ends">Whether it says that the fact ended.</param>
/// <param name="To">When; null for the reference time.</param>
internal readonly record struct Claim(bool Begins, DateTimeOffset? From, bool Ends, DateTimeOffset? To)
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromDays(1);

    /// <summary>What a present state claims: it is so, from a date on or between two.</summary>
    public static Claim OfState(TimeExpression when) => when.Kind switch
    {
        TimeExpressionKind.Undated => new Claim(true, null, false, null),
        TimeExpressionKind.At or TimeExpressionKind.Since => new Claim(true, when.From.Start, false, null),
        TimeExpressionKind.Range => new Claim(true, when.From.Start, true, when.To.Start),
        TimeExpressionKind.Until => new Claim(true, null, true, when.To.Start),
        _ => default,
    };

    /// <summary>What a past state claims: it was so in a named stretch of time. Without one, nothing can be dated.</summary>
    public static Claim OfPast(TimeExpression when) => when.Kind switch
    {
        TimeExpressionKind.At when when.From.End > when.From.Start => new Claim(true, when.From.Start, true, when.From.End),
        TimeExpressionKind.Range => new Claim(true, when.From.Start, true, when.To.Start),
        TimeExpressionKind.Until => new Claim(false, null, true, when.To.Start),
        _ => default,
    };

    /// <summary>What "used to" claims: it is over.</summary>
    public static Claim OfUsedTo(TimeExpression when) => when.Kind == TimeExpressionKind.Undated ? new Claim(false, null, true, null) : OfPast(when);

    /// <summary>What ceasing claims.</summary>
    public static Claim OfEnd(TimeExpression when) => when.Kind switch
    {
        TimeExpressionKind.Undated => new Claim(false, null, true, null),
        TimeExpressionKind.At or TimeExpressionKind.Since => new Claim(false, null, true, when.From.Start),
        TimeExpressionKind.Until => new Claim(false, null, true, when.To.Start),
        TimeExpressionKind.Range => new Claim(true, when.From.Start, true, when.To.Start),
        _ => default,
    };

    /// <summary>Adds it, unless it begins after the reference time: a plan is no fact.</summary>
    public void Add(Turn turn, Assertion said)
    {
        if (From > turn.Reference + Tolerance || (!Begins && To > turn.Reference + Tolerance))
        {
            return;
        }

        if (Begins)
        {
            turn.AssertionCollector.Add(said with { At = From == turn.Reference ? null : From });
        }

        if (Ends && !(Begins && To <= (From ?? turn.Reference)))
        {
            turn.AssertionCollector.Add(said with { At = To == turn.Reference ? null : To, Ends = true });
        }
    }
}
