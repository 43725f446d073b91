namespace Orleans.Batch.Grains.Recovery;

/// <summary>
/// The storage of grains' private state, in Orleans' own tables. Rows there are named by state name and key, not by
/// grain type: a state name belongs to one grain class.
/// </summary>
internal static class PrivateState
{
    public const string StorageName = "private";
}
