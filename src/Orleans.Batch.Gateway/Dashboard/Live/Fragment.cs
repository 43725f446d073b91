namespace Orleans.Batch.Gateway.Dashboard;

/// <summary>A piece of a page that changes: takes the place of the element with its id.</summary>
/// <param name="Id">The id of the element.</param>
/// <param name="Html">The element, as a component rendered it.</param>
internal sealed record Fragment(string Id, string Html);

/// <summary>What a feed saw.</summary>
/// <param name="Fragments">Everything that may change on the page, changed or not.</param>
/// <param name="Done">Whether nothing will change any more.</param>
internal sealed record Look(IReadOnlyList<Fragment> Fragments, bool Done = false);
