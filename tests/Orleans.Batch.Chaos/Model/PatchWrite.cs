namespace Orleans.Batch.Chaos.Model;

/// <summary>A change of an item's payload in a draft.</summary>
/// <param name="marker">Its marker.</param>
/// <param name="content">The new content of the item; no other item has it.</param>
public sealed class PatchWrite(string marker, string content) : Write(Calls.PatchItem, marker, null)
{
    public string Content => content;
}
