using Orleans.Batch.Facts;
using Orleans.Batch.Ingestion;

namespace Orleans.Batch.Extraction;

/// <summary>The speaker: the first person of a text.</summary>
internal static class Speakers
{
    private static readonly Entity[] Nameless =
    [
        null!, new("system", "System"), new("assistant", "Assistant"), new("user", "User"), new("function", "Function"), new("tool", "Tool"),
    ];

    /// <summary>The speaker of a message: by name, else by role. Null when the speaker is unknown.</summary>
    public static Entity? GetSpeaker(IngestItem item)
    {
        var label = item.Role is { } role and not RoleType.Norole ? Nameless[(int)role] : null;
        return string.IsNullOrWhiteSpace(item.Speaker) ? label : new Entity(item.Speaker.Trim(), label?.Label ?? "Person");
    }
}
