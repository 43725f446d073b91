namespace Orleans.Batch.Chaos.Model;

/// <summary>One request of a write, and its answer.</summary>
/// <param name="Outcome">What the client knows.</param>
/// <param name="Status">The HTTP status; null without an answer.</param>
/// <param name="Code">The error code of the answer.</param>
/// <param name="Start">When it was sent, as a timestamp of <see cref="System.Diagnostics.Stopwatch"/>.</param>
/// <param name="End">When the answer had come.</param>
public sealed record Attempt(Outcome Outcome, int? Status, string? Code, long Start, long End)
{
    public override string ToString() => $"{Outcome} {Status?.ToString() ?? "no answer"} {Code}".TrimEnd();
}
