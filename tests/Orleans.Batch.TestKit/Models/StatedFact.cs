using System.Text.RegularExpressions;

namespace Orleans.Batch.TestKit.Models;

/// <summary>
/// A fact that a line of a turn states, in the form that the stub understands:
/// <c>FACT: Ada | WORKS_AT | Acme | since 2020-01-01</c>. An object after <c>=</c> is a value: <c>FACT: Ada | AGE | =42</c>. The date
/// may be absent; one that begins with <c>until</c> ends the fact.
/// </summary>
/// <param name="Subject">The subject.</param>
/// <param name="Predicate">The predicate.</param>
/// <param name="Object">The object; null for a value.</param>
/// <param name="Value">The value, a number where it is one; null for an object.</param>
/// <param name="Date">The date as written; null where there is none.</param>
public sealed partial record StatedFact(string Subject, string Predicate, string? Object, object? Value, string? Date)
{
    private const string Mark = "FACT: ";

    /// <summary>Whether it states an end.</summary>
    public bool Ends => Date?.StartsWith("until ", StringComparison.Ordinal) ?? false;

    /// <summary>The ISO date in <see cref="Date"/>; null where there is none.</summary>
    public string? IsoDate => Date is not null && Iso().Match(Date) is { Success: true } found ? found.Value : null;

    /// <summary>The facts that the lines of a text state.</summary>
    public static IEnumerable<StatedFact> ReadAll(string text) => text.Contains(Mark, StringComparison.Ordinal)
        ? text.Split('\n').Select(TryRead).OfType<StatedFact>()
        : [];

    private static StatedFact? TryRead(string line)
    {
        if (!line.StartsWith(Mark, StringComparison.Ordinal) || line[Mark.Length..].Split(" | ") is not { Length: 3 or 4 } parts)
        {
            return null;
        }

        var (what, date) = (parts[2].Trim(), parts.Length == 4 ? parts[3].Trim() : null);
        return what.StartsWith('=')
            ? new StatedFact(parts[0].Trim(), parts[1], null, decimal.TryParse(what[1..], out var number) ? number : what[1..], date)
            : new StatedFact(parts[0].Trim(), parts[1], what, null, date);
    }

    [GeneratedRegex(@"\d{4}-\d\d-\d\d", RegexOptions.None, 1_000)]
    private static partial Regex Iso();
}
