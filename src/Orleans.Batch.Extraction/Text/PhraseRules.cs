namespace Orleans.Batch.Extraction;

/// <summary>The forms of a noun phrase that a pattern accepts.</summary>
[Flags]
internal enum PhraseRules
{
    /// <summary>A phrase that names a thing by itself, with all that belongs to it.</summary>
    None = 0,

    /// <summary>Also <em>the</em> without a complement, which refers to something known.</summary>
    Definite = 1,

    /// <summary>Also an activity: reading novels.</summary>
    Activity = 1 << 1,

    /// <summary>A preposition such as <em>in</em> or <em>with</em> belongs to the verb, and is left out.</summary>
    DropsTail = 1 << 2,

    /// <summary>Nothing where <em>for</em> follows: what is bought for others is not owned.</summary>
    NoRecipient = 1 << 3,

    /// <summary>Only a phrase with an article, a possessive or a number: a race, my studio.</summary>
    Determined = 1 << 4,

    /// <summary>Without the possessive before it, which the verb implies: I sold my car.</summary>
    Owned = 1 << 5,

    /// <summary>An activity only where its verb has no pattern of its own, which says more.</summary>
    OtherActivity = 1 << 6,
}
