namespace Orleans.Batch.Work;

/// <summary>What follows a step.</summary>
/// <param name="Again">Another step at once, after the others that wait.</param>
/// <param name="After">Another step after this long, unless a wake-up comes first; null: only when woken.</param>
public readonly record struct StepResult(bool Again, TimeSpan? After)
{
    /// <summary>Nothing to do until woken.</summary>
    public static StepResult Idle => default;

    /// <summary>There is more to do now.</summary>
    public static StepResult More => new(Again: true, After: null);

    /// <summary>Another step after a while.</summary>
    public static StepResult Later(TimeSpan after) => new(Again: false, after);
}
