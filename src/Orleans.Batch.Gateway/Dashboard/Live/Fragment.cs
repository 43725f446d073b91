namespace Orleans.Batch.Gateway.Dashboard;

/// <summary>A piece of a page that changes.</summary>
/// <param name="Id">Names it among those of its feed.</param>
/// <param name="Html">One element or several, as a component rendered them; each takes the place of the one with its id.</param>
internal sealed record Fragment(string Id, string Html);

/// <summary>What a feed saw: everything that may have changed, changed or not.</summary>
/// <param name="Fragments">What is sent to those who have not seen it so.</param>
internal sealed record Snapshot(IReadOnlyList<Fragment> Fragments);
