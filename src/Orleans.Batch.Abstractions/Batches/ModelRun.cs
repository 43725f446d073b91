namespace Orleans.Batch;

/// <summary>How the extraction of a batch by a model goes, and what it has taken.</summary>
[GenerateSerializer]
[Alias("orleans-batch.model-run.v1")]
[Immutable]
public sealed record ModelRun
{
    /// <summary>The name of the model's profile, as chosen; null for the project's or the default one.</summary>
    [Id(0)]
    public string? Profile { get; init; }

    /// <summary>Into how many windows its items were divided: each is one request, if all goes well.</summary>
    [Id(1)]
    public int Windows { get; init; }

    /// <summary>How many of them are still to be extracted.</summary>
    [Id(2)]
    public int OpenWindows { get; init; }

    /// <summary>Why no request is sent now, such as a budget that is used up; null while requests are sent.</summary>
    [Id(3)]
    public string? WaitsBecause { get; init; }

    /// <summary>Requests that took tokens.</summary>
    [Id(4)]
    public long Requests { get; init; }

    /// <summary>Windows that a stored answer served, at no cost.</summary>
    [Id(5)]
    public long Replays { get; init; }

    /// <summary>Tokens that the model has read.</summary>
    [Id(6)]
    public long InputTokens { get; init; }

    /// <summary>Tokens that it has written.</summary>
    [Id(7)]
    public long OutputTokens { get; init; }

    /// <summary>The price of both, in the currency of the operator's prices; 0 where there are none.</summary>
    [Id(8)]
    public decimal Cost { get; init; }

    /// <summary>The most tokens that it may take, input and output together; null: no cap.</summary>
    [Id(9)]
    public long? MaxTokens { get; init; }

    /// <summary>The most that it may cost; null: no cap.</summary>
    [Id(10)]
    public decimal? MaxCost { get; init; }
}
