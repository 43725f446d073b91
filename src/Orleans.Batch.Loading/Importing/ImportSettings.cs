namespace Orleans.Batch.Loading;

/// <summary>What the command line says about an import. What is null has the default of its format.</summary>
/// <param name="Format">The format, one of <see cref="ImportFormats"/>.</param>
internal sealed record ImportSettings(string Format)
{
    /// <summary>The characters above which text is cut into pieces. Default: 4,000.</summary>
    public const int DefaultChunkSize = 4_000;

    /// <summary>The characters that a piece repeats from the one before it. Default: 200.</summary>
    public const int DefaultChunkOverlap = 200;

    /// <summary>The smallest <see cref="ChunkSize"/>, in characters.</summary>
    public const int LeastChunkSize = 200;

    /// <summary>The user whose memory the content becomes.</summary>
    public string? User { get; init; }

    /// <summary>The standalone graph that takes the content.</summary>
    public string? Graph { get; init; }

    /// <summary>Of a table: the column or path of each field.</summary>
    public IReadOnlyDictionary<string, string> Map { get; init; } = new Dictionary<string, string>();

    /// <summary>Of a table: the value of fields that are the same in every row.</summary>
    public IReadOnlyDictionary<string, string> Set { get; init; } = new Dictionary<string, string>();

    /// <summary>Of JSON: the path of the array, with points between the names; null for the document itself.</summary>
    public string? Items { get; init; }

    /// <summary>How dates are written; null for what the format knows.</summary>
    public string? DateFormat { get; init; }

    /// <summary>The zone of dates without an offset. Default: UTC.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>The characters above which text is cut into pieces.</summary>
    public int ChunkSize { get; init; } = DefaultChunkSize;

    /// <summary>The characters that a piece repeats from the one before it.</summary>
    public int ChunkOverlap { get; init; } = DefaultChunkOverlap;

    /// <summary>Of Slack: whether private channels and direct messages are taken.</summary>
    public bool Private { get; init; }

    /// <summary>Of Zep: the key of the project to read.</summary>
    public string? SourceKey { get; init; }
}
