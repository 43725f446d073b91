namespace Orleans.Batch.Dashboard;

/// <summary>An endpoint's data about a page.</summary>
/// <param name="Title">Its title; may hold texts of users.</param>
/// <param name="Section">The path of the navigation's entry that it belongs to; null for none.</param>
/// <param name="Live">The path of its live updates; null when it has none.</param>
public sealed record PageHead(string Title, string? Section = null, string? Live = null);
