namespace Orleans.Batch.Work;

/// <summary>What a step wants next.</summary>
/// <param name="Again">Another step at once, behind the others that wait.</param>
/// <param name="After">Another step after this long, unless a wake-up comes first; null: only when woken.</param>
public readonly record struct StepResult(bool Again, TimeSpan? After)
{
    /// <summary>Nothing to do until woken.</summary>
    public static StepResult Idle => default;

    /// <summary>There is more to do now.</summary>
    public static StepResult More => new(Again: true, After: null);

    /// <summary>Look again after a while.</summary>
    public static StepResult Later(TimeSpan after) => new(Again: false, after);
}
