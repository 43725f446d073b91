using System.ComponentModel.DataAnnotations;

namespace Orleans.Batch.Webhooks;

/// <summary>How webhooks are delivered, and where to. Bound from the configuration section <c>Webhooks</c>.</summary>
public sealed class WebhookOptions
{
    /// <summary>
    /// Into how many shards the deliveries are divided; each has one dispatcher. An endpoint's deliveries stay in the
    /// shard they were written to, so lowering this strands none as long as the old shards are still scanned. Default: 4.
    /// </summary>
    [Range(1, 256)]
    public int Shards { get; set; } = 4;

    /// <summary>How many attempts run at a time, in all. Default: 64.</summary>
    [Range(1, 4_096)]
    public int Concurrency { get; set; } = 64;

    /// <summary>How many attempts run at a time against one host, whoever's endpoint it is. Default: 8.</summary>
    [Range(1, 4_096)]
    public int ConcurrencyPerHost { get; set; } = 8;

    /// <summary>
    /// How long one attempt may take: name, connection, request and answer. Default: 15 s (contract §5.4).
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long a delivery that was taken belongs to who took it; then it counts as lost and is made again. Must be
    /// longer than <see cref="AttemptTimeout"/>. Default: 60 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Visibility { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The longest <c>Retry-After</c> that is honoured, of answers 429 and 503. Default: 10 h, the longest pause of the
    /// schedule, so that no receiver can keep a message on its way for weeks.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan RetryAfterCap { get; set; } = TimeSpan.FromHours(10);

    /// <summary>
    /// An endpoint that did nothing but fail for this long is disabled, and says why. Default: 5 days (contract §5.4).
    /// </summary>
    [Range(typeof(TimeSpan), "01:00:00", "365.00:00:00")]
    public TimeSpan DisableAfter { get; set; } = TimeSpan.FromDays(5);

    /// <summary>How long a stop waits for attempts in flight; those cut off are made again. Default: 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Lets endpoints of public hosts be plain <c>http</c>: for development only, because anyone on the way can then
    /// read the messages. Targets on the <see cref="Allow"/> list need no such permission. Default: false.
    /// </summary>
    public bool AllowHttp { get; set; }

    /// <summary>
    /// Inner receivers: networks and ports that may be called although they are not public. Default: none, so that
    /// no caller can make this server reach into the network it stands in.
    /// </summary>
    public IList<AllowedTarget> Allow { get; } = [];
}

/// <summary>A network and a port that the operator lets webhooks reach.</summary>
public sealed class AllowedTarget
{
    /// <summary>
    /// The network, such as <c>10.1.0.0/16</c> or <c>fd00::/64</c>. Addresses where clouds keep their machines'
    /// credentials are covered only by an entry for that very address (<c>/32</c> or <c>/128</c>).
    /// </summary>
    public string Network { get; set; } = "";

    /// <summary>The port.</summary>
    public int Port { get; set; }
}
