namespace Orleans.Batch.Extraction;

/// <summary>The function of a word in a sentence, for the patterns. A word may have several.</summary>
[Flags]
internal enum WordClass
{
    /// <summary>Any other word.</summary>
    None = 0,

    /// <summary>A pronoun: no subject, no object.</summary>
    Pronoun = 1,

    /// <summary>Begins a noun phrase and is not part of the name.</summary>
    Determiner = 1 << 1,

    /// <summary>Ends a noun phrase.</summary>
    Stop = 1 << 2,

    /// <summary>May stand between a subject and its verb.</summary>
    Adverb = 1 << 3,

    /// <summary>Begins a clause: what follows it may be a subject.</summary>
    Linker = 1 << 4,

    /// <summary>May be inside a name: University <em>of</em> York.</summary>
    Connector = 1 << 5,

    /// <summary>Makes the whole sentence not a statement: a condition, a wish, hearsay.</summary>
    Doubt = 1 << 6,

    /// <summary>A month; its number is the month.</summary>
    Month = 1 << 7,

    /// <summary>A day of the week; its number as in <see cref="DayOfWeek"/>.</summary>
    Weekday = 1 << 8,

    /// <summary>A number in letters.</summary>
    Number = 1 << 9,

    /// <summary>A unit of time; its number is in days, months count 30 and years 365.</summary>
    Unit = 1 << 10,

    /// <summary>A season; its number is the month it begins with.</summary>
    Season = 1 << 11,

    /// <summary>Too general to be worth a fact.</summary>
    Vague = 1 << 12,

    /// <summary>Is always followed by a full stop that ends nothing.</summary>
    Title = 1 << 13,

    /// <summary>May be followed by a full stop, which may end the sentence.</summary>
    Abbreviation = 1 << 14,

    /// <summary>A form of be, have, do and the like.</summary>
    Auxiliary = 1 << 15,

    /// <summary>A role in an organization or in a person's life, as in <em>the CEO of</em> and <em>my doctor</em>.</summary>
    Role = 1 << 16,

    /// <summary>Begins or ends a role of a person: became, stepped down as.</summary>
    Becoming = 1 << 17,

    /// <summary>After a form of be: a state of a person, without being a name or a role.</summary>
    Complement = 1 << 18,

    /// <summary>Describes a thing, and does not name one.</summary>
    Adjective = 1 << 19,

    /// <summary>A thing that is only worth a fact with more words to it: a project.</summary>
    Trivial = 1 << 20,

    /// <summary>People in general, who may be in a phrase: helping <em>others</em>.</summary>
    Group = 1 << 21,

    /// <summary>An activity that needs an object: <em>helping</em>.</summary>
    Transitive = 1 << 22,

    /// <summary>Ends a phrase, and leaves it complete.</summary>
    Closing = 1 << 23,

    /// <summary>Known to all, so that "the" needs no complement: the outdoors.</summary>
    Generic = 1 << 24,

    /// <summary>A word of another function that may also be part of a noun phrase: dance <em>practice</em>, my <em>first</em> car.</summary>
    NounToo = 1 << 25,

    /// <summary>Puts the time before it into the past.</summary>
    Ago = 1 << 26,

    /// <summary>Says that what follows was so at a time that is not given.</summary>
    OtherTime = 1 << 27,
}
