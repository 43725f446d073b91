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
    public static ResolvedFacts Resolve(long graphKey, DateTimeOffset referenceTime, ItemExtraction extraction)
    {
        if (extraction.Assertions.Count == 0 && extraction.Mentions.Count == 0)
        {
            return ResolvedFacts.None;
        }

        var nodes = new NodeSet(graphKey);
        var assertions = new List<SlotAssertion>(extraction.Assertions.Count);
        var said = new HashSet<SlotAssertion>(extraction.Assertions.Count);
        var spokenOf = new HashSet<Guid>();
        foreach (var assertion in extraction.Assertions)
        {
            var source = nodes.IdOf(assertion.Subject);
            var target = assertion.Object is { } entity ? nodes.IdOf(entity) : source;
            spokenOf.Add(source);
            spokenOf.Add(target);
            var resolved = new SlotAssertion(
                new SlotKey(source, Hash(assertion, target)),
                WholeMicroseconds(assertion.At ?? referenceTime),
                target,
                assertion.Predicate,
                assertion.Object is null ? assertion.Value : null,
                assertion.Ends);
            if (said.Add(resolved))
            {
                assertions.Add(resolved);
            }
        }

        var mentions = extraction.Mentions.Select(nodes.IdOf).Where(spokenOf.Add).ToList();
        return new ResolvedFacts(nodes.Named, assertions, mentions);
    }

    // PostgreSQL rounds to microseconds; what is compared in memory must be what is stored.
    private static DateTime WholeMicroseconds(DateTimeOffset moment) =>
        new(moment.UtcTicks / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond, DateTimeKind.Utc);

    private static long Hash(Assertion assertion, Guid target)
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

    private sealed class NodeSet(long graphKey)
    {
        private readonly Dictionary<string, int> _byName = new(StringComparer.Ordinal);
        private readonly Dictionary<Guid, int> _byId = [];
        private readonly List<NamedNode> _named = [];

        public IReadOnlyList<NamedNode> Named => _named;

        public Guid IdOf(Entity entity)
        {
            if (!_byName.TryGetValue(entity.Name, out var index))
            {
                var id = NodeId.FromName(graphKey, entity.Name);
                if (!_byId.TryGetValue(id, out index))
                {
                    index = _named.Count;
                    _byId.Add(id, index);
                    _named.Add(new NamedNode(id, EntityName.Display(entity.Name), entity.Label));
                }

                _byName.Add(entity.Name, index);
            }

            if (_named[index].Label is null && entity.Label is not null)
            {
                _named[index] = _named[index] with { Label = entity.Label };
            }

            return _named[index].Id;
        }
    }
}
