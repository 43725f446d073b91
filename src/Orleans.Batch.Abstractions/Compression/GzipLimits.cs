namespace Orleans.Batch;

/// <summary>How much gzip data may unpack to. A few kilobytes can unpack to gigabytes, which cost time to read.</summary>
/// <param name="MaxRatio">How many times as long the unpacked data may be as the packed data.</param>
/// <param name="AppliesFrom">From how many unpacked bytes on that is checked: short data often packs very well.</param>
public sealed record GzipLimits(int MaxRatio, long AppliesFrom);
