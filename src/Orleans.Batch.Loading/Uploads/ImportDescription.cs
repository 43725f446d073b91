namespace Orleans.Batch.Loading;

/// <summary>What a load tells the server about its import.</summary>
/// <param name="Name">Its name.</param>
/// <param name="QuietHours">Hours of each day in which nothing of it is processed; null: as the server has them.</param>
internal sealed record ImportDescription(string Name, QuietHours? QuietHours = null);
