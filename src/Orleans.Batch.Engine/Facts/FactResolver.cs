using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Orleans.Batch.Facts;

/// <summary>Finds the nodes and timelines that an item's assertions belong to. Needs no reads: names determine them.</summary>
public static class FactResolver
{
    /// <summary>Resolves what was extracted from an item of a graph.</summary>
    /// <param name="graphKey">The graph.</param>
    /// <param name="referenceTime">The item's time, from which its facts are dated.</param>
    /// <param name="extraction">What was extracted.</param>
    /// <param name="vocabulary">What is declared for the graph.</param>
    public static ResolvedFacts Resolve(
        long graphKey, DateTimeOffset referenceTime, ItemExtraction extraction, GraphVocabulary vocabulary)
    {
        if (extraction.Assertions.Count == 0 && extraction.Mentions.Count == 0)
        {
            return ResolvedFacts.None;
        }

        var nodes = new ItemNodes(graphKey, vocabulary);
        nodes.NoteSpeakers(extraction.Mentions);
        var assertions = new List<SlotAssertion>(extraction.Assertions.Count);
        var said = new HashSet<SlotAssertion>(extraction.Assertions.Count);
        var spokenOf = new HashSet<Guid>();
        foreach (var assertion in extraction.Assertions)
        {
            var source = nodes.IdOf(assertion.Subject);
            var target = assertion.Object is { } entity ? nodes.IdOf(entity) : source;
            var edge = vocabulary.Types.FindEdge(assertion.Predicate);
            if (edge is { Ends.Count: > 0 })
            {
                nodes.Infer(edge, source, assertion.Object is null ? null : target);
            }

            spokenOf.Add(source);
            spokenOf.Add(target);

            // The name is the declared one, and the timeline that of the predicate: it stays the same with every declaration.
            var resolved = new SlotAssertion(
                new SlotKey(source, Hash(assertion, target)),
                WholeMicroseconds(assertion.At ?? referenceTime),
                target,
                edge?.Name ?? assertion.Predicate,
                assertion.Object is null ? assertion.Value : null,
                assertion.Ends);
            if (said.Add(resolved))
            {
                assertions.Add(assertion.Sentence is null ? resolved : resolved with { Sentence = SentenceOf(assertion) });
            }
        }

        var mentions = extraction.Mentions.Select(nodes.IdOf).Where(spokenOf.Add).ToList();
        var facts = vocabulary is { IsStrict: true, Types.HasEntityTypes: true }
            ? nodes.KeepTyped(assertions, mentions)
            : new ResolvedFacts(nodes.Named, assertions, mentions);
        return extraction.Aliases.Count == 0 ? facts : facts with { Aliases = nodes.FindAliases(extraction.Aliases, facts.Nodes) };
    }

    /// <summary>A moment as the database stores it: what is compared in memory must be that.</summary>
    public static DateTime WholeMicroseconds(DateTimeOffset moment) =>
        new(moment.UtcTicks / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond, DateTimeKind.Utc);

    // A fact that ends or is ended has the sentence of its beginning.
    private static string? SentenceOf(Assertion assertion) =>
        assertion.Ends || FactText.IsSentence(
            assertion.Sentence!,
            FactText.Format(assertion.Subject.Name, assertion.Predicate, assertion.Object?.Name ?? "", assertion.Value))
            ? null
            : assertion.Sentence;

    internal static long Hash(Assertion assertion, Guid target)
    {
        var value = assertion.SingleValued || assertion.Object is not null ? "" : assertion.Value ?? "";
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(assertion.Predicate.Length + value.Length) + 17);
        var length = Encoding.UTF8.GetBytes(assertion.Predicate, bytes);
        if (!assertion.SingleValued)
        {
            // A byte that does not occur in UTF-8 separates the predicate from what follows.
            bytes[length++] = 0xFF;
            target.TryWriteBytes(bytes.AsSpan(length), bigEndian: true, out var written);
            length += written;
            length += Encoding.UTF8.GetBytes(value, bytes.AsSpan(length));
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes.AsSpan(0, length), hash);
        ArrayPool<byte>.Shared.Return(bytes);
        return BinaryPrimitives.ReadInt64BigEndian(hash);
    }
}
