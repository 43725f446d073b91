namespace Orleans.Batch.Chaos.Model;

/// <summary>One request of a write, and its answer.</summary>
/// <param name="Outcome">The client's knowledge of it.</param>
/// <param name="Status">The HTTP status; null without an answer.</param>
/// <param name="Code">The error code of the answer.</param>
/// <param name="Start">The moment of the request, as a timestamp of <see cref="System.Diagnostics.Stopwatch"/>.</param>
/// <param name="End">The moment after the answer.</param>
public sealed record Attempt(Outcome Outcome, int? Status, string? Code, long Start, long End)
{
    public override string ToString() => $"{Outcome} {Status?.ToString() ?? "no answer"} {Code}".TrimEnd();
}
