namespace Orleans.Batch.TestKit.Models;

/// <summary>What the stub's endpoint accepts. May be changed while it runs.</summary>
public sealed class StubSettings
{
    /// <summary>The key that requests must carry; null: any, or none.</summary>
    public string? Key { get; set; }

    /// <summary>The names of its models.</summary>
    public IReadOnlyList<string> Models { get; set; } = ["stub"];

    /// <summary>Whether it lists its models; otherwise the address answers 404.</summary>
    public bool ListsModels { get; set; } = true;

    /// <summary>Whether <c>response_format</c> may be <c>json_schema</c>.</summary>
    public bool AcceptsJsonSchema { get; set; } = true;

    /// <summary>Whether <c>response_format</c> may be <c>json_object</c>.</summary>
    public bool AcceptsJsonObject { get; set; } = true;

    /// <summary>Whether <c>max_completion_tokens</c> is known; <c>max_tokens</c> always is.</summary>
    public bool AcceptsMaxCompletionTokens { get; set; } = true;

    /// <summary>Whether good answers stand between prose and in a code fence, as models write them without a JSON mode.</summary>
    public bool WritesProse { get; set; }

    /// <summary>Whether responses count tokens.</summary>
    public bool CountsTokens { get; set; } = true;

    /// <summary>How many tokens fit into a prompt and its answer. A token is four bytes here.</summary>
    public int ContextTokens { get; set; } = int.MaxValue;

    /// <summary>The limit that it keeps and reports; null: none.</summary>
    public StubRateLimit? RateLimit { get; set; }

    /// <summary>Headers of every response, such as <c>x-ratelimit-reset-requests</c>.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The header <c>Retry-After</c> of <see cref="StubBehavior.RateLimited"/>.</summary>
    public string RetryAfter { get; set; } = "1";

    /// <summary>The delay of <see cref="StubBehavior.Slow"/>.</summary>
    public TimeSpan SlowBy { get; set; } = TimeSpan.FromMilliseconds(300);

    /// <summary>The delay of every answer.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>The number of dimensions of embeddings, where a request does not say it.</summary>
    public int Dimensions { get; set; } = 64;

    /// <summary>Whether the bodies of requests are kept; long measurements do without.</summary>
    public bool KeepsBodies { get; set; } = true;
}
