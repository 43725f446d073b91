namespace Orleans.Batch.Dashboard;

/// <summary>The frame of a page's content, for one response. Components get it as a cascading parameter.</summary>
public sealed record PageFrame
{
    /// <summary>The endpoint's data about the page.</summary>
    public required PageHead Head { get; init; }

    /// <summary>The page's path and query.</summary>
    public required string Path { get; init; }

    /// <summary>The address of the server, such as <c>http://localhost:8080</c>, without a slash at its end.</summary>
    public required string BaseUrl { get; init; }

    /// <summary>The time of rendering.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary><c>light</c> or <c>dark</c>; null for what the system prefers.</summary>
    public string? Theme { get; init; }

    /// <summary>The session; null before sign-in.</summary>
    public Session? Session { get; init; }

    /// <summary>The token of every form.</summary>
    public string? FormToken { get; init; }

    /// <summary>The result of the last action; shown once.</summary>
    public Notice? Notice { get; init; }
}
