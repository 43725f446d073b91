using Orleans.Batch.Facts;

namespace Orleans.Batch.Extraction;

/// <summary>A subject, and the tense of its statement.</summary>
internal readonly record struct Being(Subject Subject, bool Past, bool Over, Clause Clause)
{
    public void Add(Sentence sentence, int behind, Turn turn, Assertion said)
    {
        var when = Clause.Date(sentence, behind, turn.Reference, out _);
        (Over ? Claim.OfEnd(when) : Past ? Claim.OfPast(when) : Claim.OfState(when)).Add(turn, said);
    }
}
