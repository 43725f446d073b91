using Orleans.Batch.EndToEnd.Node;

namespace Orleans.Batch.EndToEnd.ZepSdk;

/// <summary>
/// Skipped where Node or the SDK is missing: it cannot be shipped in this repository. The reason becomes part of the
/// name, since the usual output of a test run shows only that of a skipped test.
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
