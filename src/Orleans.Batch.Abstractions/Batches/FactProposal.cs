namespace Orleans.Batch;

/// <summary>
/// The facts of episodes that a batch has extracted again. They replace the old ones only when they are applied. The counts compare
/// them with the facts that the episodes had when the batch extracted them.
/// </summary>
[GenerateSerializer]
[Alias("orleans-batch.fact-proposal.v1")]
[Immutable]
public sealed record FactProposal
{
    /// <summary>What has become of it.</summary>
    [Id(0)]
    public required ProposalState State { get; init; }

    /// <summary>How many episodes were extracted again.</summary>
    [Id(1)]
    public int Episodes { get; init; }

    /// <summary>How many of them have the new facts. Those that were deleted meanwhile are skipped, and never counted here.</summary>
    [Id(2)]
    public int AppliedEpisodes { get; init; }

    /// <summary>Facts that only the new extraction states.</summary>
    [Id(3)]
    public long AddedFacts { get; init; }

    /// <summary>Facts that only the old extraction stated.</summary>
    [Id(4)]
    public long RemovedFacts { get; init; }

    /// <summary>Facts of which the new extraction states another object or other dates.</summary>
    [Id(5)]
    public long ChangedFacts { get; init; }

    /// <summary>Facts that both state.</summary>
    [Id(6)]
    public long UnchangedFacts { get; init; }

    /// <summary>When applying was requested; null when it was not.</summary>
    [Id(7)]
    public DateTimeOffset? ApplyRequestedAt { get; init; }

    /// <summary>When all episodes had the new facts, or the proposal was discarded; null before.</summary>
    [Id(8)]
    public DateTimeOffset? EndedAt { get; init; }
}

/// <summary>What has become of a proposal. The numbers are stored; they never change.</summary>
[GenerateSerializer]
[Alias("orleans-batch.proposal-state.v1")]
public enum ProposalState : short
{
    /// <summary>It can be applied or discarded once its batch has ended.</summary>
    Open = 0,

    /// <summary>It replaces the old facts, episode by episode.</summary>
    Applying = 1,

    /// <summary>It has replaced them.</summary>
    Applied = 2,

    /// <summary>It was given up: the old facts stay.</summary>
    Discarded = 3,
}
