namespace Orleans.Batch.Gateway.Dashboard;

/// <summary>What is around a page's content, for this one answer. Components get it as a cascading parameter.</summary>
public sealed record PageFrame
{
    /// <summary>What the endpoint says of the page.</summary>
    public required PageHead Head { get; init; }

    /// <summary>The page's own path and query.</summary>
    public required string Path { get; init; }

    /// <summary>Where the server is reached, such as <c>http://localhost:8080</c>, without a slash at its end.</summary>
    public required string BaseUrl { get; init; }

    /// <summary>The moment it is rendered.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary><c>light</c> or <c>dark</c>; null for what the system prefers.</summary>
    public string? Theme { get; init; }

    /// <summary>The session; null for somebody who has not signed in.</summary>
    public Session? Session { get; init; }

    /// <summary>What every form carries.</summary>
    public string? FormToken { get; init; }

    /// <summary>What the last action did; shown once.</summary>
    public Notice? Notice { get; init; }
}
