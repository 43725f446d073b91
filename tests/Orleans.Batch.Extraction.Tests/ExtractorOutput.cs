using System.Globalization;
using Orleans.Batch.Facts;
using Orleans.Batch.Ingestion;

namespace Orleans.Batch.Extraction.Tests;

/// <summary>
/// The extractor's result for one item, a line for each assertion: <c>subject | PREDICATE | object</c>, then
/// <c>@</c> and the moment if it is not the reference time; <c>end</c> before one that ends; <c>*</c> behind the
/// predicate if several objects hold at the same time.
/// </summary>
internal static class ExtractorOutput
{
    /// <summary>The reference time of every item here: a Thursday.</summary>
    public static readonly DateTimeOffset Reference = new(2024, 5, 16, 12, 0, 0, TimeSpan.Zero);

    private static readonly DeterministicExtractor Extractor = new();

    public static string[] ByJson(string data) => Lines(Extract(Item(DataType.Json, data)));

    public static string[] ByText(string data) => Lines(Extract(Item(DataType.Text, data)));

    public static string[] ByMessageData(string data) => Lines(Extract(Item(DataType.Message, data)));

    public static string[] ByMessage(string content, string? name = "Anna", RoleType role = RoleType.User) =>
        Lines(Extract(Item(DataType.Message, content) with { ThreadKey = 1, Role = role, Speaker = name }));

    public static ItemExtraction Extract(IngestItem item) =>
        Extractor.ExtractAsync([item], default).AsTask().GetAwaiter().GetResult().Single();

    public static IngestItem Item(DataType type, string content) =>
        new(0, 0, Guid.Empty, null, type, null, null, Reference, content, HasOutcome: false, HasPayload: true);

    public static string[] Lines(ItemExtraction extraction)
    {
        extraction.Error.ShouldBeNull();
        return [.. extraction.Assertions.Select(Line)];
    }

    private static string Line(Assertion a) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(a.Ends ? "end " : "")}{a.Subject.Name} | {a.Predicate}{(a.SingleValued ? "" : "*")} | {a.Object?.Name ?? a.Value}{Moment(a.At)}");

    private static string Moment(DateTimeOffset? at) => at switch
    {
        null => "",
        { TimeOfDay.Ticks: 0 } day => day.ToString(" @yyyy-MM-dd", CultureInfo.InvariantCulture),
        { } moment => moment.ToUniversalTime().ToString(" @yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
    };
}
