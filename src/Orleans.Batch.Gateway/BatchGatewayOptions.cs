using System.ComponentModel.DataAnnotations;

namespace Orleans.Batch.Gateway;

/// <summary>The limits of the HTTP API. Checked when the host starts.</summary>
public sealed class BatchGatewayOptions
{
    /// <summary>The configuration section these options are bound from.</summary>
    public const string Section = "Gateway";

    /// <summary>
    /// How many bytes the body of a call that adds items or creates destinations may have, after decompression; more are
    /// refused with 413. Default: 64 MiB, which holds 500 items of 10,000 characters escaped as <c>\uXXXX</c>.
    /// </summary>
    [Range(1_024, 1 << 30)]
    public int MaxAddBodyBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>
    /// How many bytes a stream of items (<c>application/x-ndjson</c>) may have, after decompression; more are refused
    /// with 413. The stream is kept on disk, never in memory. Default: 4 GiB.
    /// </summary>
    [Range(1_024L, 1L << 40)]
    public long MaxStreamBytes { get; set; } = 4L << 30;

    /// <summary>
    /// How many users, graphs and threads a file uploaded to the dashboard may create; more are refused. Default: 50,000.
    /// </summary>
    [Range(0, 1_000_000)]
    public int MaxFileDestinations { get; set; } = 50_000;

    /// <summary>
    /// How many bytes one line of such a stream may have; a longer one is refused with 400. Default: 256 KiB, which
    /// holds any item, escaped as <c>\uXXXX</c>.
    /// </summary>
    [Range(1_024, 16 * 1024 * 1024)]
    public int MaxLineBytes { get; set; } = 256 * 1024;

    /// <summary>
    /// How many blank lines such a stream may have; beyond them it is refused with 400. Default: 100,000, two for each item
    /// of a full batch.
    /// </summary>
    [Range(0, 1_000_000_000)]
    public int MaxBlankLines { get; set; } = 100_000;

    /// <summary>
    /// The maximum ratio of unpacked to sent bytes of a gzip body or file; above that it is refused with 400. Text
    /// rarely gets beyond 50, the format reaches 1,032. Default: 200.
    /// </summary>
    [Range(2, 2_000)]
    public int MaxCompressionRatio { get; set; } = 200;

    /// <summary>
    /// From how many unpacked bytes on <see cref="MaxCompressionRatio"/> applies: short bodies often pack very well.
    /// Default: 16 MiB.
    /// </summary>
    [Range(0, 1L << 40)]
    public long CompressionRatioAppliesFrom { get; set; } = 16 * 1024 * 1024;

    internal GzipLimits GzipLimits => new(MaxCompressionRatio, CompressionRatioAppliesFrom);

    /// <summary>How many bytes any other body may have, after decompression. Default: 1 MiB.</summary>
    [Range(1_024, 1 << 30)]
    public int MaxBodyBytes { get; set; } = 1024 * 1024;

    /// <summary>
    /// How many bytes of bodies may be in memory at once, over all calls; a call that would exceed it is answered
    /// 503 and can be repeated. At least twice the larger of <see cref="MaxAddBodyBytes"/> and <see cref="MaxBodyBytes"/>.
    /// Default: a sixth of the memory this process may use, 128 to 256 MiB.
    /// </summary>
    [Range(1_024L, 1L << 40)]
    public long MaxBufferedBytes { get; set; } =
        Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 6, 128L << 20, 256L << 20);

    /// <summary>
    /// How many connections are held open at once, those of watchers included; further ones wait until one is free.
    /// Never more than the limit of open files (<c>ulimit -n</c>) minus <see cref="ReservedFiles"/>. The last 32 (an
    /// eighth, if that is less) answer only health checks, and other calls with 503. Default: 4,000.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxConcurrentConnections { get; set; } = 4_000;

    /// <summary>
    /// How many of the files that the process may open are kept for the database, disk files, webhooks and the runtime. Raise it
    /// by the amount by which the options under <c>Database</c> are raised. Default: 512.
    /// </summary>
    [Range(256, 1_000_000)]
    public int ReservedFiles { get; set; } = OpenFileLimit.DefaultReserve;

    /// <summary>
    /// How many connections may be open that have not yet carried a valid key or session. Beyond it, each new one ends
    /// an idle one: the oldest of the address that has most. Default: half of all connections.
    /// </summary>
    [Range(1, 1_000_000)]
    public int? MaxUnauthenticatedConnections { get; set; }

    /// <summary>
    /// The same for one address (IPv6: a /64 network). A trusted proxy's address has no limit of its own. Default:
    /// a quarter of all connections.
    /// </summary>
    [Range(1, 1_000_000)]
    public int? MaxUnauthenticatedConnectionsPerAddress { get; set; }

    /// <summary>How long a new connection may take until its first request has arrived, TLS included. Default: 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan FirstRequestTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a response may wait for a client that does not read. Within this time the client must read 32 KiB, or a
    /// third of the operating system's send buffer where that is more, or the connection is closed. Default: 60
    /// seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan WriteStallTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How many bytes of a refused body are read and discarded, within 10 seconds, so that the client can read the
    /// reason. Beyond it the connection is closed. Default: 256 MiB.
    /// </summary>
    [Range(0L, 1L << 40)]
    public long MaxDiscardedBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>
    /// Addresses and networks (<c>10.0.0.0/8</c>) of the reverse proxies before this server. The headers
    /// X-Forwarded-For and X-Forwarded-Proto are accepted from them only. Default: none.
    /// </summary>
    public IList<string> TrustedProxies { get; } = [];

    /// <summary>
    /// How many refused keys one address may present in a minute; further ones get 429 with Retry-After instead of 401 until the
    /// minute is over. A valid key is never refused. IPv6 addresses count by /64 network. Default: 30.
    /// </summary>
    [Range(1, 1_000_000)]
    public int RefusedKeysPerMinute { get; set; } = 30;

    /// <summary>How long <c>/healthz/ready</c> waits for an answer before it reports not ready. Default: 2 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan ReadinessTimeout { get; set; } = TimeSpan.FromSeconds(2);
}
