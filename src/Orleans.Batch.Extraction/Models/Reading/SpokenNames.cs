using Orleans.Batch.Facts;
using Orleans.Batch.Models;

namespace Orleans.Batch.Extraction.Models;

/// <summary>Names of speakers that are no names: "I", "the speaker", "user".</summary>
internal static class SpokenNames
{
    private static readonly HashSet<string> FirstPerson = new(StringComparer.OrdinalIgnoreCase) { "I", "me", "myself", "speaker", "the speaker" };

    /// <summary>Whether a name means the speaker of the turn.</summary>
    public static bool IsFirstPerson(string name) => FirstPerson.Contains(name);

    /// <summary>The speaker of a turn; null where it is unknown.</summary>
    public static Entity? SpeakerOf(WindowTurn turn) => Speakers.GetSpeaker(turn.Role, turn.Speaker);

    /// <summary>
    /// The speaker that a role means: the turn's own, else the only one with this role in the window. Null for a name that is no
    /// role, and where several speakers have the role.
    /// </summary>
    public static Entity? FindByRole(string name, WindowTurn turn, ExtractionWindow window)
    {
        RoleType? role = name.ToUpperInvariant() switch
        {
            "USER" or "THE USER" => RoleType.User,
            "ASSISTANT" or "THE ASSISTANT" => RoleType.Assistant,
            _ => null,
        };
        if (role is null || turn.Role == role)
        {
            return role is null ? null : SpeakerOf(turn);
        }

        var speakers = window.Context.Concat(window.Turns).Where(t => t.Role == role).Select(SpeakerOf).Distinct().Take(2).ToList();
        return speakers.Count == 1 ? speakers[0] : null;
    }
}
