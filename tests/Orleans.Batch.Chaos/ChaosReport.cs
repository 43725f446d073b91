using System.Globalization;
using System.Text;
using Orleans.Batch.Chaos.Model;

namespace Orleans.Batch.Chaos;

/// <summary>The results of a run.</summary>
/// <param name="Options">The options of the run.</param>
/// <param name="Time">Its duration.</param>
/// <param name="Calls">The number of requests.</param>
/// <param name="Answers">How often each call got each answer.</param>
/// <param name="Faults">How often each fault was injected, and how many commits it affected.</param>
/// <param name="EndedByItself">How often a server ended by itself, and the output of the last one.</param>
/// <param name="Errors">The errors in the servers' logs.</param>
/// <param name="Stored">The stored data at the end.</param>
/// <param name="Violations">The violations.</param>
public sealed record ChaosReport(
    ChaosOptions Options,
    TimeSpan Time,
    int Calls,
    IReadOnlyDictionary<(string Call, string Answer), int> Answers,
    IReadOnlyDictionary<string, int> Faults,
    (int Times, string LastWords) EndedByItself,
    IReadOnlyCollection<string> Errors,
    string Stored,
    IReadOnlyList<Violation> Violations)
{
    private const int MostShown = 60;
    private const int MostErrors = 10;

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"seed {Options.Seed}: {Calls} calls by {Options.Clients} clients in {Time.TotalSeconds:0} s, {Calls / Time.TotalSeconds:0} a second");
        foreach (var call in Answers.GroupBy(a => a.Key.Call).OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"  {call.Key,-22} {call.Sum(a => a.Value),7}  {string.Join(", ", call.OrderByDescending(a => a.Value).Select(a => $"{a.Key.Answer}: {a.Value}"))}");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"  faults: {string.Join(", ", Faults.Select(f => $"{f.Key} {f.Value}"))}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  stored: {Stored}");
        if (EndedByItself.Times > 0)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  servers that ended by themselves: {EndedByItself.Times}; the last one said:\n{EndedByItself.LastWords}");
        }

        // They explain answers that no client should get.
        foreach (var error in Violations.Count == 0 ? [] : Errors.TakeLast(MostErrors))
        {
            text.AppendLine(error);
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"  violations: {Violations.Count}");
        foreach (var kind in Violations.GroupBy(v => v.Kind))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"    {kind.Key}: {kind.Count()}");
        }

        foreach (var violation in Violations.Take(MostShown))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"    {violation}");
        }

        return text.ToString();
    }
}
