using Orleans.Batch.Facts;

namespace Orleans.Batch.Extraction;

/// <summary>The speaker: the first person of a text.</summary>
internal static class Speakers
{
    private static readonly Entity[] Nameless =
    [
        null!, new("system", "System"), new("assistant", "Assistant"), new("user", "User"), new("function", "Function"), new("tool", "Tool"),
    ];

    /// <summary>The speaker of a message: by name, else by role. Null when the speaker is unknown.</summary>
    public static Entity? GetSpeaker(RoleType? role, string? name)
    {
        var label = role is { } known and not RoleType.Norole ? Nameless[(int)known] : null;
        return string.IsNullOrWhiteSpace(name) ? label : new Entity(name.Trim(), label?.Label ?? "Person");
    }
}
