namespace Orleans.Batch.EndToEnd.Changelogs;

/// <summary>Skipped, with the reason in its name, if the machine has no Debian changelogs; slim images have none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChangelogFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> Some = new(() => PackageHistory.OfThisMachine().Count > 0);

    public ChangelogFactAttribute()
    {
        if (!Some.Value)
        {
            Skip = "there are no Debian changelogs in /usr/share/doc";
            DisplayName = $"Loading changelogs: {Skip}";
        }
    }
}
