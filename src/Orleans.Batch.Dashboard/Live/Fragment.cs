namespace Orleans.Batch.Dashboard;

/// <summary>A piece of a page that changes.</summary>
/// <param name="Id">Its id, unique in its feed.</param>
/// <param name="Html">One element or several, as a component rendered them; each replaces the one with its id.</param>
internal sealed record Fragment(string Id, string Html);

/// <summary>A snapshot of a feed: everything that may have changed.</summary>
/// <param name="Fragments">The fragments; sent to watchers that do not have this version.</param>
internal sealed record Snapshot(IReadOnlyList<Fragment> Fragments);
