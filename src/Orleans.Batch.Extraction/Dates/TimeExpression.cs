namespace Orleans.Batch.Extraction;

/// <summary>The kind of a sentence's date.</summary>
internal enum TimeExpressionKind
{
    /// <summary>No date.</summary>
    Undated,

    /// <summary>In, on or at a date: <see cref="TimeExpression.From"/>.</summary>
    At,

    /// <summary>From a date on.</summary>
    Since,

    /// <summary>Up to a date: <see cref="TimeExpression.To"/>.</summary>
    Until,

    /// <summary>From one date to another.</summary>
    Range,

    /// <summary>A date that cannot be read, that is approximate, or that is in the future: it dates nothing.</summary>
    Vague,
}

/// <summary>The time at which a sentence's statement holds.</summary>
internal readonly record struct TimeExpression(TimeExpressionKind Kind, Period From = default, Period To = default)
{
    public static TimeExpression Vague { get; } = new(TimeExpressionKind.Vague);
}
