using Orleans.Batch.Facts;

namespace Orleans.Batch.Extraction;

/// <summary>When a fact began and ended, by a sentence's tense and date.</summary>
/// <param name="Begins">Whether the fact began, or held.</param>
/// <param name="From">The start; null for the reference time.</param>
/// <param name="Ends">Whether the fact ended.</param>
/// <param name="To">The end; null for the reference time.</param>
internal readonly record struct Claim(bool Begins, DateTimeOffset? From, bool Ends, DateTimeOffset? To)
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromDays(1);

    /// <summary>The claim of a present state: it holds, from a date on or between two.</summary>
    public static Claim OfState(TimeExpression when) => when.Kind switch
    {
        TimeExpressionKind.Undated => new Claim(true, null, false, null),
        TimeExpressionKind.At or TimeExpressionKind.Since => new Claim(true, when.From.Start, false, null),
        TimeExpressionKind.Range => new Claim(true, when.From.Start, true, when.To.Start),
        TimeExpressionKind.Until => new Claim(true, null, true, when.To.Start),
        _ => default,
    };

    /// <summary>The claim of a past state: it held in a named period. Without one it cannot be dated.</summary>
    public static Claim OfPast(TimeExpression when) => when.Kind switch
    {
        TimeExpressionKind.At when when.From.End > when.From.Start => new Claim(true, when.From.Start, true, when.From.End),
        TimeExpressionKind.Range => new Claim(true, when.From.Start, true, when.To.Start),
        TimeExpressionKind.Until => new Claim(false, null, true, when.To.Start),
        _ => default,
    };

    /// <summary>The claim of "used to": it has ended.</summary>
    public static Claim OfUsedTo(TimeExpression when) => when.Kind == TimeExpressionKind.Undated ? new Claim(false, null, true, null) : OfPast(when);

    /// <summary>The claim of an ending.</summary>
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
