namespace Orleans.Batch.Grains.Recovery;

/// <summary>
/// The storage of what grains keep to themselves, in Orleans' own tables. Rows there are named by state name and key, not by
/// grain type: a state's name belongs to one grain class.
/// </summary>
internal static class PrivateState
{
    public const string StorageName = "private";
}
