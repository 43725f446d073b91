namespace Orleans.Batch;

/// <summary>The settings of a new import.</summary>
[GenerateSerializer]
[Alias("orleans-batch.new-import.v1")]
[Immutable]
public sealed record NewImport
{
    /// <summary>The caller's name for it: 1 to 200 characters. It need not be unique.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>What it is loaded from, up to 500 characters: a file's name or checksum, a table, a URL.</summary>
    [Id(1)]
    public string? Source { get; init; }

    /// <summary>The caller's labels: any JSON object up to 16 KiB, echoed exactly.</summary>
    [Id(2)]
    public JsonText? Metadata { get; init; }

    /// <summary>How many items the caller is going to send, for the percentage and the estimate; null when unknown.</summary>
    [Id(3)]
    public long? ExpectedItems { get; init; }

    /// <summary>Hours of each day in which nothing of it is processed; null for none.</summary>
    [Id(4)]
    public QuietHours? QuietHours { get; init; }
}

/// <summary>Changes of an import; null leaves a field as it is.</summary>
/// <param name="Name">The name.</param>
/// <param name="Metadata">The labels, all of them.</param>
/// <param name="ExpectedItems">How many items the caller is going to send.</param>
/// <param name="QuietHours">Hours of each day in which nothing of it is processed.</param>
/// <param name="RemoveQuietHours">Whether it has no quiet hours any more.</param>
[GenerateSerializer]
[Alias("orleans-batch.import-changes.v1")]
[Immutable]
public sealed record ImportChanges(
    [property: Id(0)] string? Name = null,
    [property: Id(1)] JsonText? Metadata = null,
    [property: Id(2)] long? ExpectedItems = null,
    [property: Id(3)] QuietHours? QuietHours = null,
    [property: Id(4)] bool RemoveQuietHours = false);
