using System.ComponentModel.DataAnnotations;

namespace Orleans.Batch.Webhooks;

/// <summary>The delivery of webhooks and their allowed targets.</summary>
public sealed class WebhookOptions
{
    /// <summary>The configuration section these options are bound from.</summary>
    public const string Section = "Webhooks";

    /// <summary>
    /// Into how many shards the deliveries are divided; each has one dispatcher. An endpoint's deliveries stay in the
    /// shard they were written to, so lowering this strands none as long as the old shards are still scanned. Default: 4.
    /// </summary>
    [Range(1, 256)]
    public int Shards { get; set; } = 4;

    /// <summary>How many attempts run at a time, in all. Default: 64.</summary>
    [Range(1, 4_096)]
    public int Concurrency { get; set; } = 64;

    /// <summary>How many attempts run at a time against one host, over all endpoints. Default: 8.</summary>
    [Range(1, 4_096)]
    public int ConcurrencyPerHost { get; set; } = 8;

    /// <summary>
    /// How long one attempt may take: name, connection, request and answer. Default: 15 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The lease of a taken delivery; after it the delivery counts as lost and is made again. Must be longer than <see
    /// cref="AttemptTimeout"/>. Default: 60 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Visibility { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The longest <c>Retry-After</c> that is honored, of answers 429 and 503. Default: 10 h, the longest pause of the
    /// schedule, so that no receiver can keep a message pending for weeks.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan RetryAfterCap { get; set; } = TimeSpan.FromHours(10);

    /// <summary>
    /// The time of uninterrupted failures after which an endpoint is disabled, with the reason recorded. Default: 5 days.
    /// </summary>
    [Range(typeof(TimeSpan), "01:00:00", "365.00:00:00")]
    public TimeSpan DisableAfter { get; set; } = TimeSpan.FromDays(5);

    /// <summary>How long a stop waits for attempts in flight; canceled ones are made again. Default: 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Allows plain <c>http</c> for endpoints of public hosts: for development only, because the messages can then be
    /// read in transit. Targets on the <see cref="Allow"/> list need no such permission. Default: false.
    /// </summary>
    public bool AllowHttp { get; set; }

    /// <summary>
    /// Internal receivers: networks and ports that may be called although they are not public. No caller can make this
    /// server call into its network otherwise. Default: none.
    /// </summary>
    public IList<AllowedTarget> Allow { get; } = [];
}

/// <summary>A network and a port that the operator allows for webhooks.</summary>
public sealed class AllowedTarget
{
    /// <summary>
    /// The network, such as <c>10.1.0.0/16</c> or <c>fd00::/64</c>. Addresses where clouds keep their machines'
    /// credentials are covered only by an entry for that exact address (<c>/32</c> or <c>/128</c>).
    /// </summary>
    public string Network { get; set; } = "";

    /// <summary>The port.</summary>
    public int Port { get; set; }
}
