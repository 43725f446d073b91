using System.Text;
using Orleans.Batch.Facts;

namespace Orleans.Batch.Extraction;

/// <summary>
/// Replaces possessives in a phrase by the name of the owner, since outside its sentence "my family" belongs to no one.
/// </summary>
/// <param name="Speaker">The owner of "my" and "our".</param>
/// <param name="Subject">The owner of "his", "her" and "their".</param>
internal readonly record struct Possessors(Entity? Speaker, Entity? Subject)
{
    /// <summary>The owners in a clause.</summary>
    public static Possessors FromClause(Subject subject, Turn turn) =>
        new(turn.Speaker, subject.IsSpeaker || subject.Other is not null ? null : subject.One);

    /// <summary>The owner that a possessive names; null when the token is none, or the owner is unknown.</summary>
    public Entity? Owner(Sentence sentence, int i) =>
        sentence.IsOneOf(i, "my|our") ? Speaker
        : sentence.IsOneOf(i, "his|her|their") ? Subject
        : null;

    /// <summary>The words of a phrase, with the owners' names.</summary>
    public string Resolve(Sentence sentence, int from, int to)
    {
        StringBuilder? resolved = null;
        var copied = sentence[from].Start;
        for (var i = from; i < to; i++)
        {
            if (sentence.IsAt(i, WordClass.Determiner) && Owner(sentence, i) is { } owner)
            {
                resolved ??= new StringBuilder();
                resolved.Append(sentence.Source, copied, sentence[i].Start - copied).Append(owner.Name).Append("'s");
                copied = sentence[i].End;
            }
        }

        var words = resolved is null
            ? sentence.Words(from, to)
            : resolved.Append(sentence.Source, copied, sentence[to - 1].End - copied).ToString();
        return words.Replace('\n', ' ');
    }
}
