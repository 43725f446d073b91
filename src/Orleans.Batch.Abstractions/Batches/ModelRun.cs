namespace Orleans.Batch;

/// <summary>How the extraction of a batch by a model goes.</summary>
/// <param name="Profile">The name of the model's profile, as chosen; null for the default one.</param>
/// <param name="Windows">Into how many windows its items were divided: each is one request, if all goes well.</param>
/// <param name="OpenWindows">How many of them are still to be extracted.</param>
/// <param name="WaitsBecause">Why no request is sent now, such as a budget that is used up; null while requests are sent.</param>
[GenerateSerializer]
[Alias("orleans-batch.model-run.v1")]
[Immutable]
public sealed record ModelRun(
    [property: Id(0)] string? Profile,
    [property: Id(1)] int Windows,
    [property: Id(2)] int OpenWindows,
    [property: Id(3)] string? WaitsBecause);
