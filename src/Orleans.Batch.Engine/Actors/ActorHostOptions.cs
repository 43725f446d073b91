using System.ComponentModel.DataAnnotations;

namespace Orleans.Batch.Actors;

/// <summary>Limits of the steps in a process. Bound from the configuration section <c>ActorHost</c>.</summary>
public sealed class ActorHostOptions
{
    /// <summary>
    /// Steps of batch coordinators at once. Default: 4; preparing is heavy and is done for one batch of a project at a
    /// time anyway.
    /// </summary>
    [Range(1, 1_000)]
    public int BatchSteps { get; set; } = 4;

    /// <summary>
    /// Steps of graph ingestors at once. Default: 8,192. A step mostly waits to be read and committed together with
    /// others, so many cost little and make the groups large.
    /// </summary>
    [Range(1, 1_000_000)]
    public int GraphSteps { get; set; } = 8_192;

    /// <summary>Steps of real-time ingestors at once; apart from the batch's. Default: 1,024.</summary>
    [Range(1, 1_000_000)]
    public int RealtimeSteps { get; set; } = 1_024;

    /// <summary>Steps of webhook dispatchers at once. Default: 4.</summary>
    [Range(1, 1_000)]
    public int WebhookSteps { get; set; } = 4;

    /// <summary>How long steps in flight may take to end when the host stops. Default: 3 seconds.</summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(3);
}
