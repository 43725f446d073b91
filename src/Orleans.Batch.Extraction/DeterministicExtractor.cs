using Orleans.Batch.Facts;
using Orleans.Batch.Ingestion;

namespace Orleans.Batch.Extraction;

/// <summary>
/// Facts without a model: JSON by its shape, text and messages by a documented set of English sentence patterns. The
/// facts of an item depend on that item alone, so the order of arrival and the chunking do not change a graph's facts.
/// </summary>
public sealed class DeterministicExtractor : IFactExtractor
{
    /// <inheritdoc/>
    public ExtractionMode Mode => ExtractionMode.Deterministic;

    /// <inheritdoc/>
    public bool ReadsContent => true;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ItemExtraction>> ExtractAsync(
        IReadOnlyList<IngestItem> items, CancellationToken cancellationToken)
    {
        var results = new ItemExtraction[items.Count];
        var findings = new AssertionCollector();
        for (var i = 0; i < results.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            results[i] = Extract(items[i], findings);
        }

        return ValueTask.FromResult<IReadOnlyList<ItemExtraction>>(results);
    }

    private static ItemExtraction Extract(IngestItem item, AssertionCollector findings)
    {
        var speaker = Speakers.GetSpeaker(item.Role, item.Speaker);
        if (speaker is not null)
        {
            findings.Mention(speaker);
        }

        switch (item)
        {
            case { Content: null }:
                break;
            case { DataType: DataType.Json }:
                if (!JsonFacts.TryRead(item.Content, findings))
                {
                    findings.Take();
                    return new ItemExtraction(JsonCheck.Check(item.Content), [], []);
                }

                break;
            case { DataType: DataType.Message, Role: null }:
                ReadTurns(item, item.Content, null, 0, findings);
                break;
            case { DataType: DataType.Text, Role: null }:
                var sender = MailHeader.Read(item.Content, findings, out var body);
                if (Turns.MayBeIn(item.Content))
                {
                    ReadTurns(item, item.Content, sender, body, findings);
                }
                else
                {
                    TextFacts.Read(item.Content, body, item.Content.Length, new Turn(sender, ReferenceTimes.ForDates(item.ReferenceTime), findings));
                }

                break;
            default:
                TextFacts.Read(item.Content, 0, item.Content.Length, new Turn(speaker, ReferenceTimes.ForDates(item.ReferenceTime), findings));
                break;
        }

        return findings.Take();
    }

    private static void ReadTurns(IngestItem item, string content, Entity? sender, int start, AssertionCollector findings)
    {
        foreach (var (speaker, from, to) in Turns.Split(content, start, isText: item.DataType == DataType.Text))
        {
            findings.Mention(speaker);
            TextFacts.Read(content, from, to, new Turn(speaker ?? sender, ReferenceTimes.ForDates(item.ReferenceTime), findings));
        }
    }
}
