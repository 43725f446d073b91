using Orleans.Batch.EndToEnd.Node;

namespace Orleans.Batch.EndToEnd.ZepSdk;

/// <summary>
/// Skipped if Node or the SDK is missing: the SDK cannot be part of this repository. The reason becomes part of the
/// name, because the usual output of a test run shows only the name of a skipped test.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ZepSdkTheoryAttribute : TheoryAttribute
{
    public ZepSdkTheoryAttribute()
    {
        if (NodePackage.ZepSdk.Problem is { } problem)
        {
            Skip = problem;
            DisplayName = problem;
        }
    }
}
