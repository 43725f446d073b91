namespace Orleans.Batch;

/// <summary>The settings of a new batch; all are optional.</summary>
[GenerateSerializer]
[Alias("orleans-batch.new-batch.v1")]
[Immutable]
public sealed record NewBatch
{
    /// <summary>The highest <see cref="Priority"/>; the lowest is its negative.</summary>
    public const int MaxPriority = 100;

    /// <summary>The caller's labels: any JSON object up to 16 KiB, echoed exactly.</summary>
    [Id(0)]
    public JsonText? Metadata { get; init; }

    /// <summary>Messages in these roles are stored and kept as context, but not extracted. No effect on episodes.</summary>
    [Id(1)]
    public IReadOnlyList<RoleType>? IgnoreRoles { get; init; }

    /// <summary>
    /// Leaves out entities that match no declared type, and what is said of them, for every item of the batch; users and
    /// assistants stay. No effect on a graph for which no entity type is declared.
    /// </summary>
    [Id(2)]
    public bool? StrictOntology { get; init; }

    /// <summary>Which extraction the items get; null takes the project's setting.</summary>
    [Id(3)]
    public ExtractionMode? Extraction { get; init; }

    /// <summary>The name of the model's profile, of those the operator has configured; null takes the project's, or the default one.</summary>
    [Id(5)]
    public string? Model { get; init; }

    /// <summary>What its requests to a model may take at most; null: no caps but the project's.</summary>
    [Id(6)]
    public ModelCaps? Caps { get; init; }

    /// <summary>
    /// Which of the project's batches goes first where they wait for the same machine: the higher one. It does not
    /// change the order on a graph that several batches write to. From -100 to 100; default: 0.
    /// </summary>
    [Id(4)]
    public int Priority { get; init; }

    /// <summary>The import that it is a part of (see <see cref="IImportClient"/>), which must be open; null: none.</summary>
    [Id(7)]
    public Guid? ImportId { get; init; }
}
