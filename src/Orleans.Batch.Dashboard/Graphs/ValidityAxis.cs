using System.Globalization;

namespace Orleans.Batch.Dashboard;

/// <summary>An axis of time that the validity of facts is drawn on; positions are percents of its width.</summary>
/// <param name="From">Its left end.</param>
/// <param name="To">Its right end.</param>
/// <param name="Now">The current time.</param>
internal sealed record ValidityAxis(DateTimeOffset From, DateTimeOffset To, DateTimeOffset Now)
{
    private const double Narrowest = 0.6;

    /// <summary>An axis for these facts, from the first start to the last end or to now.</summary>
    public static ValidityAxis FromFacts(IReadOnlyCollection<EntityEdge> facts, DateTimeOffset now)
    {
        var from = facts.Min(f => f.ValidAt);
        var to = facts.Max(f => Later(f.ValidAt, f.InvalidAt ?? now));
        return new ValidityAxis(from, to > from ? to : from.AddSeconds(1), now);
    }

    /// <summary>The start and the width of a fact's bar.</summary>
    public (string X, string Width) Bar(EntityEdge fact)
    {
        var begin = Position(fact.ValidAt);
        var end = Position(fact.InvalidAt ?? Later(fact.ValidAt, To));
        var width = Math.Max(end - begin, Narrowest);
        return (Percent(Math.Min(begin, 100 - width)), Percent(width));
    }

    /// <summary>The position of the current time; null when it is beyond the axis.</summary>
    public string? NowAt => Now > From && Now < To ? Percent(Position(Now)) : null;

    /// <summary>A time on the axis, with a precision that fits the axis's length.</summary>
    public string Label(DateTimeOffset at) => at.UtcDateTime.ToString(
        (To - From).TotalDays switch { > 3 => "yyyy-MM-dd", > 0.1 => "yyyy-MM-dd HH:mm", _ => "HH:mm:ss" }, CultureInfo.InvariantCulture);

    private double Position(DateTimeOffset at) => 100 * Math.Clamp((at - From) / (To - From), 0, 1);

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static string Percent(double value) => value.ToString("0.##", CultureInfo.InvariantCulture) + "%";
}
