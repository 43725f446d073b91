namespace Orleans.Batch.EndToEnd.Faults.Disk;

/// <summary>A test that mounts a file system; skipped, with the reason, where that is not permitted.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MountFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> Permitted = new(() =>
    {
        using var disk = SmallDisk.TryMount(megabytes: 1);
        return disk is not null;
    });

    public MountFactAttribute()
    {
        if (!Permitted.Value)
        {
            Skip = "needs to mount a small file system (root, or CAP_SYS_ADMIN in a container), which is not permitted here";
        }
    }
}
