namespace Orleans.Batch.Extraction;

/// <summary>How a sentence dates what it says.</summary>
internal enum TimeExpressionKind
{
    /// <summary>It does not.</summary>
    Undated,

    /// <summary>In, on or at a date: <see cref="TimeExpression.From"/>.</summary>
    At,

    /// <summary>From a date on.</summary>
    Since,

    /// <summary>Up to a date: <see cref="TimeExpression.To"/>.</summary>
    Until,

    /// <summary>From one date to another.</summary>
    Range,

    /// <summary>By a date that cannot be read, that is only near, or that is still to come: nothing can be dated by it.</summary>
    Vague,
}

/// <summary>When what a sentence says was so.</summary>
internal readonly record struct TimeExpression(TimeExpressionKind Kind, Period From = default, Period To = default)
{
    public static TimeExpression Vague { get; } = new(TimeExpressionKind.Vague);
}
