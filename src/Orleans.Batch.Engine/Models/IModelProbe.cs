namespace Orleans.Batch.Models;

/// <summary>Checks a profile against its endpoint, before work depends on it.</summary>
public interface IModelProbe
{
    /// <summary>Asks the endpoint for its models and for one short answer, which costs some thousand tokens.</summary>
    ValueTask<ModelProbeResult> ProbeAsync(ModelProfile profile, CancellationToken cancellationToken);
}

/// <summary>What a check of a profile found.</summary>
/// <param name="Error">What makes extraction impossible, and what to do about it; null where nothing does.</param>
/// <param name="Notes">What makes it worse.</param>
public sealed record ModelProbeResult(string? Error, IReadOnlyList<string> Notes);
