namespace Orleans.Batch.EndToEnd.ZepSdk;

/// <summary>
/// Skipped while npm serves no version 4 of Zep's SDK. The reason becomes part of the name, because the usual output of a
/// test run shows only the name of a skipped test.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ZepSdkV4FactAttribute : FactAttribute
{
    public ZepSdkV4FactAttribute()
    {
        if (ZepSdkV4Package.Problem is { } problem)
        {
            Skip = problem;
            DisplayName = problem;
        }
    }
}
