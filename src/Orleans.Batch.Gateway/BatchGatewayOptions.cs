using System.ComponentModel.DataAnnotations;

namespace Orleans.Batch.Gateway;

/// <summary>The limits of the HTTP API. Checked when the host starts.</summary>
public sealed class BatchGatewayOptions
{
    /// <summary>The configuration section these options are bound from.</summary>
    public const string Section = "Gateway";

    /// <summary>How many items one add call may carry; more are refused with 400. Default: 500.</summary>
    [Range(1, 10_000)]
    public int MaxItemsPerAdd { get; set; } = 500;

    /// <summary>
    /// How many bytes the body of an add call may have, after decompression; more are refused with 413. Default:
    /// 64 MiB, which holds 500 items of 10,000 characters escaped as <c>\uXXXX</c>.
    /// </summary>
    [Range(1_024, 1 << 30)]
    public int MaxAddBodyBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>
    /// How many bytes a stream of items (<c>application/x-ndjson</c>) may have, after decompression; more are refused
    /// with 413. It is on disk, never in memory. Default: 4 GiB.
    /// </summary>
    [Range(1_024L, 1L << 40)]
    public long MaxStreamBytes { get; set; } = 4L << 30;

    /// <summary>
    /// How many bytes one line of such a stream may have; a longer one is refused with 400. Default: 256 KiB, which
    /// holds any item, escaped as <c>\uXXXX</c>.
    /// </summary>
    [Range(1_024, 16 * 1024 * 1024)]
    public int MaxLineBytes { get; set; } = 256 * 1024;

    /// <summary>How many bytes any other body may have, after decompression. Default: 1 MiB.</summary>
    [Range(1_024, 1 << 30)]
    public int MaxBodyBytes { get; set; } = 1024 * 1024;

    /// <summary>
    /// How many bytes of bodies may be in memory at once, over all calls; a call that would exceed it is answered
    /// 503 and can be repeated. At least twice the larger of <see cref="MaxAddBodyBytes"/> and <see cref="MaxBodyBytes"/>.
    /// Default: 256 MiB.
    /// </summary>
    [Range(1_024L, 1L << 40)]
    public long MaxBufferedBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>
    /// How many connections are held open at once, those of watchers included; further ones are closed. Default: 4,000.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxConcurrentConnections { get; set; } = 4_000;

    /// <summary>
    /// How many refused keys one address may present in a minute; further ones get 429 until the minute is over,
    /// without a look into the store. IPv6 addresses count by /64 network. Default: 30.
    /// </summary>
    [Range(1, 1_000_000)]
    public int RefusedKeysPerMinute { get; set; } = 30;

    /// <summary>How long <c>/healthz/ready</c> waits for an answer before it says not ready. Default: 2 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan ReadinessTimeout { get; set; } = TimeSpan.FromSeconds(2);
}
