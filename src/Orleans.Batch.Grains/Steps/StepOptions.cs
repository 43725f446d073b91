using System.ComponentModel.DataAnnotations;
using Orleans.Batch.Work;

namespace Orleans.Batch.Grains.Steps;

/// <summary>Limits of the steps that grains run in a silo.</summary>
public sealed class StepOptions
{
    /// <summary>The configuration section these options are bound from.</summary>
    public const string Section = "Steps";

    /// <summary>
    /// Concurrent steps of batches. Preparing is heavy and is done for one batch of a project at a time anyway. Default: 4.
    /// </summary>
    [Range(1, 1_000)]
    public int Batches { get; set; } = 4;

    /// <summary>
    /// Concurrent steps of graphs. Default: 8,192. A step mostly waits to be read and committed with others, so many steps cost
    /// little and make the groups large.
    /// </summary>
    [Range(1, 1_000_000)]
    public int Graphs { get; set; } = 8_192;

    /// <summary>Concurrent steps of graphs with live episodes; separate from the batches' steps. Default: 1,024.</summary>
    [Range(1, 1_000_000)]
    public int RealtimeGraphs { get; set; } = 1_024;

    /// <summary>
    /// Concurrent steps of graphs that a model extracts from; a step lasts as long as its requests. Default: 1,024.
    /// </summary>
    [Range(1, 1_000_000)]
    public int ModelGraphs { get; set; } = 1_024;

    /// <summary>Concurrent steps of the webhook outbox's shards. Default: 4.</summary>
    [Range(1, 1_000)]
    public int WebhookShards { get; set; } = 4;

    /// <summary>How long steps in flight may take to end when the silo stops. Default: 3 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(3);

    internal int MaxSteps(WorkKind kind) => kind switch
    {
        WorkKind.Batch => Batches,
        WorkKind.Graph => Graphs,
        WorkKind.Realtime => RealtimeGraphs,
        WorkKind.Model => ModelGraphs,
        WorkKind.Webhook => WebhookShards,
        _ => 1, // there is one grain, or the steps about imports take turns
    };
}
