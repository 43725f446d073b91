using System.Globalization;
using System.Text;

namespace Orleans.Batch.Benchmarks;

/// <summary>The content of a batch's items: some 400 characters each.</summary>
/// <param name="Extraction">The extraction mode of the batch.</param>
/// <param name="DataType">The data type of the items.</param>
/// <param name="Data">The payload of one item, by its index.</param>
internal sealed record Payload(string Extraction, string DataType, Func<int, string> Data)
{
    private const string Filler = "Renewal is due in spring; ";

    private static readonly string Text = string.Concat(Enumerable.Repeat(Filler, 20))[..400];
    private static readonly string Lines = string.Concat(Enumerable.Repeat(Filler, 20))[..300];
    private static int _run;

    /// <summary>Text that is only stored.</summary>
    public static Payload Episodes { get; } = new("store_only", "text", _ => Text);

    /// <summary>
    /// Records of tickets, each a new one: 1.6 new facts an item. The elements of the list
    /// have no identity and make no fact.
    /// </summary>
    public static Payload NewFacts()
    {
        var run = Interlocked.Increment(ref _run);
        return new("deterministic", "json", i => string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"id":"ticket-{{run}}-{{i}}","status":"open",{{(i % 5 < 3 ? "\"channel\":\"mail\"," : "")}}"lines":[{"text":"{{Lines}}"}]}"""));
    }

    /// <summary>
    /// Records of accounts that change: each item has two facts about one of a hundred accounts of its graph, one of which is
    /// new and ends an earlier one.
    /// </summary>
    public static Payload ChangingFacts(int graphs)
    {
        var run = Interlocked.Increment(ref _run);
        return new("deterministic", "json", i => string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"id":"account-{{i / graphs % 100}}","plan":"p{{run}}-{{i}}","region":"eu","lines":[{"text":"{{Lines}}"}]}"""));
    }

    /// <summary>Records of 900 fields, close to the maximum size of an item: 900 facts each.</summary>
    public static Payload Wide { get; } = new("deterministic", "json", i =>
    {
        var record = new StringBuilder().Append(CultureInfo.InvariantCulture, $$"""{"id":"r{{i}}""").Append('"');
        for (var field = 0; field < 900; field++)
        {
            record.Append(CultureInfo.InvariantCulture, $",\"k{field:x}\":{(i + field) % 1_000}");
        }

        return record.Append('}').ToString();
    });

    /// <summary>Text with one fact that the stub of a model finds.</summary>
    public static Payload ForModel()
    {
        var run = Interlocked.Increment(ref _run);
        return new("model", "text", i => string.Create(
            CultureInfo.InvariantCulture, $"{Lines}\nFACT: Person {i % 1_000} of {run} | VISITED | Town {i}"));
    }

    /// <summary>Text as users write it: every other item has one fact that is found.</summary>
    public static Payload Messages { get; } = new("deterministic", "message", i => i % 2 == 0
        ? string.Create(CultureInfo.InvariantCulture, $"Anna: I work at Acme {i % 50}. {Text[..360]}")
        : Text);
}
