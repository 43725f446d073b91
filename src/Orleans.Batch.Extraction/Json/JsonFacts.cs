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

    private static void Visit(JsonElement element, JsonPlace place, AssertionCollector findings)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                VisitObject(element, place, findings);
                break;
            case JsonValueKind.Array:
                VisitList(element, place, findings);
                break;
            default:
                AddScalar(element, place, findings);
                break;
        }
    }

    private static void VisitList(JsonElement list, JsonPlace place, AssertionCollector findings)
    {
        if (JsonTables.IsVector(list) && !JsonIdentity.IsReference(place.Key))
        {
            return;
        }

        foreach (var one in list.EnumerateArray())
        {
            Visit(one, place.InList(one), findings);
        }
    }

    private static void VisitObject(JsonElement element, JsonPlace place, AssertionCollector findings)
    {
        var members = JsonMember.ReadMembers(element);
        if (JsonIdentity.Find(members, place.Key) is { } identity)
        {
            AddEntity(identity.Entity, place, findings);
            VisitEntity(members, identity, findings);
        }
        else if (place.Subject is null && JsonReferences.FindOwner(members) is { } owner)
        {
            findings.Mention(owner.Entity);
            VisitRecord(members, owner, place.Key, findings);
        }
        else
        {
            var rows = JsonTables.Is(members, place.Key);
            foreach (var member in members)
            {
                Visit(member.Value, rows ? place.InList(member.Value) : place.Inside(member.Key), findings);
            }
        }
    }

    private static void VisitEntity(List<JsonMember> members, JsonIdentity identity, AssertionCollector findings)
    {
        foreach (var member in members)
        {
            if (member.Key == identity.Key)
            {
                VisitSpellings(member, identity, findings);
            }
            else if (JsonReferences.FindNamed(members, member.Key) is { } named)
            {
                Visit(member.Value, JsonPlace.ForMember(named, "NAME"), findings);
            }
            else
            {
                Visit(member.Value, JsonPlace.ForMember(identity.Entity, member.Key), findings);
            }
        }
    }

    // The other spellings of a name are facts; the one that names the entity is none.
    private static void VisitSpellings(JsonMember name, JsonIdentity identity, AssertionCollector findings)
    {
        if (name.Value.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var spelling in JsonMember.ReadMembers(name.Value))
        {
            if (spelling.Key != identity.Spelling)
            {
                Visit(spelling.Value, JsonPlace.ForMember(identity.Entity, name.Key).Inside(spelling.Key), findings);
            }
        }
    }

    private static void VisitRecord(List<JsonMember> members, JsonOwner owner, string? record, AssertionCollector findings)
    {
        foreach (var member in members)
        {
            if (member.Key == owner.IdKey)
            {
                AddValue(member.Value, JsonPlace.ForMember(owner.Entity, member.Key), findings);
            }
            else if (member.Key != owner.NameKey)
            {
                Visit(member.Value, JsonPlace.ForRecord(owner.Entity, record, member.Key), findings);
            }
        }
    }

    private static void AddEntity(Entity entity, JsonPlace place, AssertionCollector findings)
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

    private static void AddScalar(JsonElement element, JsonPlace place, AssertionCollector findings)
    {
        if (place is { Subject: not null, Predicate: { } predicate, Key: { } key } && JsonIdentity.Referred(key, element, out var suffix) is { } referred)
        {
            AddEntity(referred, place with { Predicate = predicate[..^suffix] }, findings);
        }
        else
        {
            AddValue(element, place, findings);
        }
    }

    private static void AddValue(JsonElement element, JsonPlace place, AssertionCollector findings)
    {
        if (place is { Subject: { } subject, Predicate: { } predicate, Loose: false } && JsonScalars.Value(element) is { } value)
        {
            findings.Add(new Assertion { Subject = subject, Predicate = predicate, Value = value, SingleValued = !place.Many });
        }
    }
}
