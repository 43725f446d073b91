using System.ComponentModel.DataAnnotations;

namespace Orleans.Batch.Models;

/// <summary>A model that the operator offers: an endpoint with OpenAI's wire format, its limits and its prices.</summary>
public sealed class ModelProfile
{
    /// <summary>The configuration section of a profile; NAME is what callers choose it by.</summary>
    public const string Section = ModelOptions.Section + ":Profiles:NAME";

    /// <summary>The base address of the endpoint, such as <c>http://127.0.0.1:11434/v1</c>.</summary>
    [Required]
    public Uri? Endpoint { get; set; }

    /// <summary>The name of the model, as the endpoint knows it.</summary>
    [Required]
    [StringLength(200)]
    public string? Model { get; set; }

    /// <summary>The environment variable that holds the API key; absent where the endpoint needs none.</summary>
    public string? KeyVariable { get; set; }

    /// <summary>The file that holds the API key; absent where the endpoint needs none.</summary>
    public string? KeyFile { get; set; }

    /// <summary>The most requests a minute that all processes together send to the endpoint with this key.</summary>
    [Range(1, 1_000_000)]
    public int RequestsPerMinute { get; set; } = 60;

    /// <summary>The most tokens a minute, input and output together; 0: only requests are limited.</summary>
    [Range(0, 1_000_000_000)]
    public int TokensPerMinute { get; set; }

    /// <summary>The most requests in flight at once.</summary>
    [Range(1, 1_000)]
    public int ConcurrentRequests { get; set; } = 16;

    /// <summary>The share of the limits that live writes have to themselves.</summary>
    [Range(0, 0.9)]
    public double LiveShare { get; set; } = 0.1;

    /// <summary>The price of a million input tokens, in the currency of the operator's choice; absent: not known.</summary>
    [Range(0, 1_000_000)]
    public decimal? InputPrice { get; set; }

    /// <summary>The price of a million output tokens; absent: not known.</summary>
    [Range(0, 1_000_000)]
    public decimal? OutputPrice { get; set; }

    /// <summary>How many tokens the model reads and writes in one request.</summary>
    [Range(2_048, 10_000_000)]
    public int ContextTokens { get; set; } = 8_192;

    /// <summary>How many tokens one answer may have.</summary>
    [Range(256, 100_000)]
    public int AnswerTokens { get; set; } = 2_048;

    /// <summary>The temperature; absent for the model's own, which some models demand.</summary>
    [Range(0, 2)]
    public double? Temperature { get; set; }

    /// <summary>How long one request may take before it counts as failed.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The price of tokens in millionths of the currency, rounded up; 0 where no price is known.</summary>
    public long Cost(long inputTokens, long outputTokens) => Prices?.Cost(inputTokens, outputTokens) ?? 0;

    /// <summary>What callers may know of it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="window">The most that a window may have.</param>
    internal ModelOffer ToOffer(string name, WindowSize window) =>
        new(name, window, RequestsPerMinute, TokensPerMinute > 0 ? TokensPerMinute : null, Prices);

    private ModelPrices? Prices => InputPrice is null && OutputPrice is null ? null : new(InputPrice ?? 0, OutputPrice ?? 0);
}
