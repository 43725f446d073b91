using System.Reflection;
using System.Text.RegularExpressions;
using Orleans.Batch.PostgreSql.Batches;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.PostgreSql.Webhooks;

namespace Orleans.Batch.PostgreSql.Tests.Sql;

/// <summary>The numbers of states are the same in the enums, the statements and the schema.</summary>
public sealed partial class StoredTests
{
    private static readonly Dictionary<string, Type> Enums = new()
    {
        [nameof(Stored.BatchStatus)] = typeof(BatchStatus),
        [nameof(Stored.ItemStatus)] = typeof(ItemStatus),
        [nameof(Stored.DeliveryState)] = typeof(DeliveryState),
        [nameof(Stored.DestinationKind)] = typeof(DestinationKind),
        [nameof(Stored.IngestTaskType)] = typeof(IngestTaskType),
        [nameof(Stored.IngestTaskStatus)] = typeof(IngestTaskStatus),
        [nameof(Stored.ItemKind)] = typeof(ItemKind),
        [nameof(Stored.DataType)] = typeof(DataType),
        [nameof(Stored.SummaryMode)] = typeof(SummaryMode),
        [nameof(Stored.ProposalState)] = typeof(ProposalState),
        [nameof(Stored.ExtractionMode)] = typeof(ExtractionMode),
    };

    private static readonly Dictionary<string, Dictionary<int, string>> Columns = new()
    {
        ["batch.status"] = NamesOf(typeof(BatchStatus)),
        ["item_outcome.status"] = NamesOf(typeof(ItemStatus)),
        ["webhook_delivery.state"] = NamesOf(typeof(DeliveryState)),
        ["proposal.state"] = NamesOf(typeof(ProposalState)),
        ["fact_change.change"] = NamesOf(typeof(FactChangeKind)),
        ["batch_item.destination_kind"] = NamesOf(typeof(DestinationKind)),
        ["lane.state"] = ConstantsOf(typeof(Stored.LaneState)).ToDictionary(c => int.Parse(c.Value, null), c => Wire(c.Name)),
    };

    private static readonly string[] Schema = ReadSchema();

    [Fact]
    public void Constants_AreTheNumbersOfTheEnums()
    {
        var types = typeof(Stored).GetNestedTypes(BindingFlags.NonPublic).Where(t => t != typeof(Stored.LaneState)).ToList();

        types.Select(t => t.Name).ShouldBe(Enums.Keys, ignoreOrder: true);
        foreach (var (type, name, value) in types.SelectMany(t => ConstantsOf(t).Select(c => (Enums[t.Name], c.Name, c.Value))))
        {
            value.ShouldBe(Convert.ToInt32(Enum.Parse(type, name), null).ToString(), $"{type.Name}.{name}");
        }

        Stored.BatchStatus.Unfinished.ShouldBe($"({(int)BatchStatus.Queued}, {(int)BatchStatus.Processing})");
    }

    [Theory]
    [InlineData("batch", "status")]
    [InlineData("item_outcome", "status")]
    [InlineData("webhook_delivery", "state")]
    [InlineData("batch_item", "destination_kind")]
    [InlineData("lane", "state")]
    [InlineData("proposal", "state")]
    [InlineData("fact_change", "change")]
    public void Column_SaysWhatItsNumbersMean(string table, string column)
    {
        var from = Array.IndexOf(Schema, $"CREATE TABLE {table} (");
        var at = Array.FindIndex(Schema, from, l => l.StartsWith($"    {column} smallint", StringComparison.Ordinal));
        var comment = Schema[at].Contains("--", StringComparison.Ordinal) ? Schema[at] : Schema[at - 1];

        RequireMeanings(NumbersIn(CommentOf(comment)), Columns[$"{table}.{column}"]);
    }

    [Fact]
    public void IndexPredicates_SayWhatTheirNumbersMean()
    {
        var predicates = 0;
        var table = "";
        foreach (var line in Schema)
        {
            table = IndexedTable().Match(line) is { Success: true } index ? index.Groups["table"].Value : table;
            var predicate = Predicate().Match(line);
            if (!predicate.Success)
            {
                continue;
            }

            predicates++;
            var named = NumbersIn(CommentOf(line));
            named.Select(n => n.Number).ShouldBe(Digits().Matches(predicate.Value).Select(d => int.Parse(d.Value, null)), line);
            RequireMeanings(named, Columns[$"{table}.{predicate.Groups["column"].Value}"]);
        }

        predicates.ShouldBe(7);
    }

    [Fact]
    public void Statements_NameStatesInsteadOfNumbers()
    {
        var sources = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Sources"), "*.cs", SearchOption.AllDirectories);

        sources.Length.ShouldBeGreaterThan(100);
        sources.SelectMany(File.ReadAllLines).Where(l => Predicate().IsMatch(l)).ShouldBeEmpty();
    }

    private static void RequireMeanings(IReadOnlyCollection<(int Number, string Name)> said, Dictionary<int, string> meant)
    {
        said.ShouldNotBeEmpty();
        said.ShouldAllBe(s => meant[s.Number] == s.Name);
    }

    private static string CommentOf(string line) => line[line.IndexOf("--", StringComparison.Ordinal)..];

    private static List<(int Number, string Name)> NumbersIn(string comment) =>
        [.. Meaning().Matches(comment).Select(m => (int.Parse(m.Groups["number"].Value, null), m.Groups["name"].Value))];

    private static Dictionary<int, string> NamesOf(Type type) =>
        Enum.GetNames(type).ToDictionary(n => Convert.ToInt32(Enum.Parse(type, n), null), Wire);

    private static IEnumerable<(string Name, string Value)> ConstantsOf(Type type) =>
        from field in type.GetFields()
        let value = (string)field.GetRawConstantValue()!
        where value.All(char.IsAsciiDigit)
        select (field.Name, value);

    private static string Wire(string name) => name.ToLowerInvariant();

    private static string[] ReadSchema()
    {
        var assembly = typeof(Database).Assembly;
        var name = assembly.GetManifestResourceNames().Single(n => n.EndsWith("0001_initial.sql", StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().Split('\n');
    }

    [GeneratedRegex(@"CREATE (UNIQUE )?INDEX \w+ ON (?<table>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex IndexedTable();

    [GeneratedRegex(@"\b(?<column>(\w+_)?(status|state|destination_kind|data_type|extraction)) *(=|<>|!=|<=|>=|<|>|(NOT )?IN) *\(?\d[\d, ]*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Predicate();

    [GeneratedRegex(@"(?<number>\d+) (?<name>[a-z]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Meaning();

    [GeneratedRegex(@"\d+", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Digits();
}
