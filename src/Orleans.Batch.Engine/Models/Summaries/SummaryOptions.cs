using System.ComponentModel.DataAnnotations;

namespace Orleans.Batch.Models;

/// <summary>How models write summaries of users, entities and threads.</summary>
public sealed class SummaryOptions
{
    /// <summary>The configuration section these options are bound from.</summary>
    public const string Section = ModelOptions.Section + ":Summaries";

    /// <summary>The least time between two summaries of one user or entity. Default: 15 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan MinInterval { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The most users and entities of one graph that one request is about. Default: 8.</summary>
    [Range(1, 50)]
    public int Subjects { get; set; } = 8;

    /// <summary>The most facts of each that one request states, the newest first. Default: 40.</summary>
    [Range(1, 1_000)]
    public int Facts { get; set; } = 40;

    /// <summary>The most messages of a thread in one request; a longer thread takes several, one after the other. Default: 50.</summary>
    [Range(1, 1_000)]
    public int Messages { get; set; } = 50;
}
