using System.Text.Json;
using Orleans.Batch.Facts;

namespace Orleans.Batch.Extraction;

/// <summary>A place in a document.</summary>
/// <param name="Subject">The entity that facts here are about; null when there is none.</param>
/// <param name="Predicate">The name a fact gets here; null where it would be too long.</param>
/// <param name="Key">The last key on the way.</param>
/// <param name="Many">Whether it is one of several.</param>
/// <param name="Loose">Whether it is in one of several objects without identity: which scalars belong together is unknown.</param>
internal readonly record struct JsonPlace(Entity? Subject, string? Predicate, string? Key, bool Many, bool Loose)
{
    /// <summary>The place of a member of an entity.</summary>
    public static JsonPlace ForMember(Entity subject, string key) => new(subject, key, key, Many: false, Loose: false);

    /// <summary>The place of a member of a record of an entity, of which there may be more: a search of a user.</summary>
    public static JsonPlace ForRecord(Entity owner, string? record, string key) =>
        new(owner, record is null ? key : Join(record, key), key, Many: true, Loose: false);

    /// <summary>The place of a member of an object without identity.</summary>
    public JsonPlace Inside(string key) =>
        this with { Predicate = Subject is null || Predicate is null ? null : Join(Predicate, key), Key = key };

    /// <summary>The place of one of several objects, or of one of several scalars.</summary>
    public JsonPlace InList(JsonElement one) => this with { Many = true, Loose = Loose || one.ValueKind == JsonValueKind.Object };

    private static string? Join(string predicate, string key) =>
        predicate.Length + key.Length >= KeyNames.MaxLength ? null : $"{predicate}_{key}";
}
