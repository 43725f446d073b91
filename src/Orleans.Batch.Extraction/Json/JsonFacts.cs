using System.Buffers;
using System.Text;
using System.Text.Json;
using Orleans.Batch.Facts;

namespace Orleans.Batch.Extraction;

/// <summary>Facts of JSON, from its shape only.</summary>
internal static class JsonFacts
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    /// <summary>Reads a document.</summary>
    /// <returns>False when it is not JSON.</returns>
    public static bool TryRead(string data, AssertionCollector findings)
    {
        var utf8 = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(data.Length));
        try
        {
            using var document = JsonDocument.Parse(utf8.AsMemory(0, Encoding.UTF8.GetBytes(data, utf8)), Options);
            Visit(document.RootElement, default, findings);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(utf8);
        }
    }

    private static void Visit(JsonElement element, Place place, AssertionCollector findings)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                VisitObject(element, place, findings);
                break;
            case JsonValueKind.Array:
                foreach (var one in element.EnumerateArray())
                {
                    Visit(one, place with { Many = true }, findings);
                }

                break;
            default:
                AddScalar(element, place, findings);
                break;
        }
    }

    private static void VisitObject(JsonElement element, Place place, AssertionCollector findings)
    {
        var members = JsonMember.ReadMembers(element);
        var identity = JsonIdentity.Find(members, place.Key);
        if (identity is { } found)
        {
            AddEntity(found.Entity, place, findings);
        }

        foreach (var member in members)
        {
            if (member.Key != identity?.Key)
            {
                Visit(member.Value, identity is { Entity: var entity } ? Place.ForMember(entity, member.Key) : place.Inside(member.Key), findings);
            }
        }
    }

    private static void AddEntity(Entity entity, Place place, AssertionCollector findings)
    {
        if (place is { Subject: { } subject, Predicate: { } predicate })
        {
            findings.Add(new Assertion { Subject = subject, Predicate = predicate, Object = entity, SingleValued = !place.Many });
        }
        else
        {
            findings.Mention(entity);
        }
    }

    private static void AddScalar(JsonElement element, Place place, AssertionCollector findings)
    {
        if (place is not { Subject: { } subject, Predicate: { } predicate, Key: { } key })
        {
            return;
        }

        if (JsonIdentity.Referred(key, element, out var suffix) is { } referred)
        {
            AddEntity(referred, place with { Predicate = predicate[..^suffix] }, findings);
        }
        else if (!place.Loose && JsonScalars.Value(element) is { } value)
        {
            findings.Add(new Assertion { Subject = subject, Predicate = predicate, Value = value, SingleValued = !place.Many });
        }
    }

    /// <summary>A place in a document.</summary>
    /// <param name="Subject">The entity that facts here are about; null when there is none.</param>
    /// <param name="Predicate">The name a fact gets here; null where it would be too long.</param>
    /// <param name="Key">The last key on the way.</param>
    /// <param name="Many">Whether it is one of several.</param>
    /// <param name="Loose">Whether it is in one of several objects without identity: which scalars belong together is unknown.</param>
    private readonly record struct Place(Entity? Subject, string? Predicate, string? Key, bool Many, bool Loose)
    {
        public static Place ForMember(Entity subject, string key) => new(subject, key, key, Many: false, Loose: false);

        public Place Inside(string key) => new(
            Subject,
            Subject is null || Predicate is null || Predicate.Length + key.Length >= KeyNames.MaxLength ? null : $"{Predicate}_{key}",
            key,
            Many,
            Many);
    }
}
