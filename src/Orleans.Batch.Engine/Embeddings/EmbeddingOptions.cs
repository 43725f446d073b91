using System.ComponentModel.DataAnnotations;

namespace Orleans.Batch.Embeddings;

/// <summary>
/// Search by meaning, beside words: an endpoint or a folder turns it on. All processes on a database have the same settings.
/// </summary>
public sealed class EmbeddingOptions
{
    /// <summary>The configuration section these options are bound from.</summary>
    public const string Section = "Embeddings";

    /// <summary>
    /// The base address of an endpoint with OpenAI's wire format, such as <c>http://127.0.0.1:11434/v1</c>: every episode and every
    /// query is sent there. Default: none.
    /// </summary>
    public Uri? Endpoint { get; set; }

    /// <summary>The name of the model, as the endpoint knows it. Required with <c>Endpoint</c>.</summary>
    [StringLength(200)]
    public string? Model { get; set; }

    /// <summary>The environment variable that holds the endpoint's API key. Default: the endpoint needs none.</summary>
    public string? KeyVariable { get; set; }

    /// <summary>The file that holds the endpoint's API key. Default: the endpoint needs none.</summary>
    public string? KeyFile { get; set; }

    /// <summary>
    /// A folder with a local model instead: <c>model.onnx</c> and <c>vocab.txt</c> of a BERT-like sentence model. Default: none.
    /// </summary>
    public string? Folder { get; set; }

    /// <summary>How the local model's vector of a text is made of those of its tokens: the mean, or the first token's.</summary>
    public EmbeddingPooling Pooling { get; set; } = EmbeddingPooling.Mean;

    /// <summary>What the model wants before a query. Default: nothing.</summary>
    [StringLength(500)]
    public string QueryPrefix { get; set; } = "";

    /// <summary>What the model wants before a text. Default: nothing.</summary>
    [StringLength(500)]
    public string TextPrefix { get; set; } = "";

    /// <summary>How many tokens of a text the local model reads; the rest is cut. Default: 512.</summary>
    [Range(16, 8_192)]
    public int MaxTokens { get; set; } = 512;

    /// <summary>How many threads the local model uses for one group of texts or one query. Default: 1.</summary>
    [Range(1, 64)]
    public int Threads { get; set; } = 1;

    /// <summary>How many texts one request to the endpoint has at most. Default: 64.</summary>
    [Range(1, 2_048)]
    public int RequestTexts { get; set; } = 64;

    /// <summary>How long a request about texts may take. Default: 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a search waits for vectors; after it, it goes by words alone. Default: 0.5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:30")]
    public TimeSpan QueryTimeout { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How many episodes are embedded in one step, of all graphs together. Default: 256.</summary>
    [Range(1, 10_000)]
    public int StepEpisodes { get; set; } = 256;

    /// <summary>A graph with more episodes is searched by words alone. Default: 100,000.</summary>
    [Range(1, 10_000_000)]
    public int MaxGraphEpisodes { get; set; } = 100_000;

    /// <summary>How many bytes of vectors are kept in memory: 100,000 of 384 dimensions take 40 MB. It should hold the largest graph. Default: 64 MiB.</summary>
    [Range(1L << 20, 1L << 40)]
    public long CacheBytes { get; set; } = 64L << 20;
}

/// <summary>How the vector of a text is made of those of its tokens.</summary>
public enum EmbeddingPooling
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>The first one: the token <c>[CLS]</c>.</summary>
    Cls,
}
