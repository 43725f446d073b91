using System.Text.Json.Serialization;
using Orleans.Batch.Formats.Files;

namespace Orleans.Batch.Loading;

/// <summary>The report of a dry run.</summary>
internal sealed record DryRunReport
{
    /// <summary>The SHA-256 of the file's unpacked content.</summary>
    public required string Source { get; init; }

    /// <summary>The server that was queried; null when none answered.</summary>
    public string? Url { get; init; }

    /// <summary>All lines of the file.</summary>
    public required long LinesRead { get; init; }

    /// <summary>Lines of white space.</summary>
    public required long BlankLines { get; init; }

    /// <summary>Good user, graph and thread records.</summary>
    public required long DestinationRecords { get; init; }

    /// <summary>Items that would be sent.</summary>
    public required long Items { get; init; }

    /// <summary>Bytes of their lines.</summary>
    public required long ItemBytes { get; init; }

    /// <summary>Lines that would be rejected.</summary>
    public required long Rejected { get; init; }

    /// <summary>The file of those; null when there are none.</summary>
    public required string? RejectsFile { get; init; }

    /// <summary>Fields of lines that would be ignored.</summary>
    public IReadOnlyList<UnknownField> UnknownFields { get; init; } = [];

    /// <summary>Lines whose record id an earlier line for the same destination has: only the first would be loaded.</summary>
    public long RepeatedRecordIds { get; init; }

    /// <summary>What an import left out on purpose, and how often; null for a load file.</summary>
    public IReadOnlyDictionary<string, long>? LeftOut { get; init; }

    /// <summary>Items for graphs, users and threads.</summary>
    public required IReadOnlyList<KindReport> Kinds { get; init; }

    /// <summary>
    /// The graphs that get the most items, each named by its graph or user; a thread's by the thread when no record
    /// names its user. The items of one graph are loaded one after another.
    /// </summary>
    public required IReadOnlyList<DestinationReport> Largest { get; init; }

    /// <summary>Destinations that items name, no record creates, and the server does not have; null when it was not queried.</summary>
    public IReadOnlyList<DestinationReport>? Missing { get; init; }

    /// <summary>How many destinations have items without created_at.</summary>
    public required int UndatedDestinations { get; init; }

    /// <summary>Twenty of those at most, those with the most such items first.</summary>
    public required IReadOnlyList<DestinationReport> Undated { get; init; }

    /// <summary>How many destinations have items that are older than one before them.</summary>
    public required int BackwardDestinations { get; init; }

    /// <summary>Twenty of those at most, those with the most such items first.</summary>
    public required IReadOnlyList<DestinationReport> Backward { get; init; }

    /// <summary>Batches that earlier runs of the same content have started.</summary>
    public int BatchesStartedBefore { get; init; }

    /// <summary>The rate of the time estimate, in items a second.</summary>
    public double ItemsPerSecond { get; init; }

    /// <summary>The number of batches behind that rate; 0 when it is assumed.</summary>
    public int MeasuredOnBatches { get; init; }

    /// <summary>
    /// What extraction by a model would take; null where no model extracts, and where the server was not queried. Answers that are
    /// stored already cost nothing and are not left out.
    /// </summary>
    public ModelEstimate? Model { get; init; }

    /// <summary>Why the model cannot be used that would extract; null when it can, or when none would.</summary>
    public string? ModelProblem { get; init; }

    /// <summary>How long a load would take; extraction by a model, behind it, takes the hours of <see cref="Model"/>.</summary>
    public double Seconds { get; init; }

    /// <summary>Whether that is only because of the largest destination.</summary>
    public bool BoundByOneDestination { get; init; }

    /// <summary>Whether every line would be accepted, and extracted if it is to be.</summary>
    [JsonIgnore]
    public bool AllWell => Rejected == 0 && Missing is { Count: 0 } && ModelProblem is null;
}

/// <summary>The items for destinations of one kind.</summary>
/// <param name="Kind">graph, user or thread.</param>
/// <param name="Destinations">How many destinations.</param>
/// <param name="Items">Their items.</param>
/// <param name="Bytes">Bytes of their lines.</param>
internal sealed record KindReport(string Kind, int Destinations, long Items, long Bytes);

/// <summary>A destination and a count of its items.</summary>
/// <param name="Kind">graph, user or thread.</param>
/// <param name="Id">The caller's id.</param>
/// <param name="Items">The number of items.</param>
/// <param name="FirstLine">The first of them.</param>
internal sealed record DestinationReport(string Kind, string Id, long Items, long FirstLine);
