namespace Orleans.Batch.Extraction;

/// <summary>The verbs that state facts.</summary>
/// <remarks>Others: <see cref="CopulaFacts"/>, <see cref="RelationalNounFacts"/>, <see cref="ReleaseFacts"/>.</remarks>
internal static class Patterns
{
    private const string Person = nameof(Person);
    private const string Organization = nameof(Organization);
    private const string Location = nameof(Location);

    public static IReadOnlyList<Pattern> All { get; } =
    [
        .. For("WORKS_AT", Person, Organization, many: false,
            State("work|works|working at|for"), Past("worked at|for"), State("employed at|by|with", Be.Always),
            Begin("joined"), Begin("hired by", Be.Always), Begin("got|took a job|position|role at|with"), Begin("started at"), Begin("started a|my|our|his|her|their new? job|position|role at|with"),
            End("left|quit"), End("resigned|retired from"), End("fired by|from", Be.Always), End("laid off from|by", Be.Always)),
        .. For("LIVES_IN", Person, Location, many: false,
            State("live|lives|living|reside|resides|residing in"), Past("lived|resided in"),
            Begin("moved|relocated back? over? to"), End("moved out of"), End("moved away from")),
        .. For("REPORTS_TO", Person, Person, many: false, State("report|reports|reporting to"), Past("reported to")),
        .. For("MANAGES", Person, null, many: true, State("manage|manages|managing"), Past("managed")),
        .. For("MARRIED_TO", Person, Person, many: false,
            State("married to", Be.Always), Begin("married"), End("divorced from?"), End("divorced from", Be.Always))
            .Select(p => p with { Mutual = true }),
        .. For("STUDIES_AT", Person, Organization, many: false,
            State("study|studies|studying at"), Past("studied at"), Begin("enrolled at|in"), End("graduated from"), End("dropped out of")),
        .. For("GRADUATED_FROM", Person, Organization, many: true, Begin("graduated from")),
        .. For("MEMBER_OF", Person, Organization, many: true, State("member of", Be.Always)),
        .. For("WORKS_WITH", Person, null, many: true, State("work|works|working with"), Past("worked with")),
        .. For("SPEAKS", Person, null, many: true, State("speak|speaks")),
        .. For("VISITED", Person, Location, many: true, Begin("visited")),
        .. For("LOCATED_IN", null, Location, many: false, State("located|based|situated|headquartered in", Be.Always)),
        .. For("FOUNDED", null, Organization, many: true, Begin("founded|co-founded|cofounded")),
        .. For("FOUNDED", Organization, null, many: true, Begin("founded|co-founded|cofounded by", Be.Always)).Select(p => p with { Swapped = true }),
        .. For("MAINTAINER", Person, null, many: false, State("maintain|maintains|maintaining")).Select(p => p with { Swapped = true }),
        .. For("RENAMED_TO", null, null, many: false,
            Begin("renamed|rebranded to|as?", Be.Always), Begin("rebranded as|to"), Begin("changed its|his|her|their name to")),
        .. Things("OWNS", PhraseRules.DropsTail | PhraseRules.NoRecipient | PhraseRules.Owned, State("own|owns|owning"), Begin("bought|purchased|acquired"), End("sold")),
        .. Things("USES", PhraseRules.DropsTail, State("use|uses|using"), Past("used"), Begin("switched|migrated|changed over? to")),
        .. Things("WORKS_ON", PhraseRules.None, State("work|works|working on"), Past("worked on")),
        .. Things("LIKES", PhraseRules.Activity, State("like|likes|liking|love|loves|loving|enjoy|enjoys|enjoying|adore|adores"), State("fond of", Be.Always))
            .Select(p => p with { Opposite = "DISLIKES" }),
        .. Things("DISLIKES", PhraseRules.Activity, State("dislike|dislikes|hate|hates|hating|detest|detests|loathe|loathes")).Select(p => p with { Opposite = "LIKES" }),
        .. Things("LIKES", PhraseRules.Activity, State("stand")).Select(p => p with { Opposite = "DISLIKES" }), // only as "can't stand"
        .. Things("PREFERS", PhraseRules.Activity, State("prefer|prefers")),
        .. Things("ALLERGIC_TO", PhraseRules.DropsTail, State("allergic to", Be.Always)),
        .. Things("PLAYS", PhraseRules.DropsTail | PhraseRules.Definite, State("play|plays|playing")),
        .. Things("DRIVES", PhraseRules.DropsTail | PhraseRules.Owned, State("drive|drives|driving")),
        .. Things("SUBSCRIBED_TO", PhraseRules.DropsTail | PhraseRules.Definite, State("subscribe|subscribes to"), Begin("subscribed to"), End("unsubscribed from")),
        .. Values("OCCUPATION", State("work|works|working as a|an|the"), Past("worked as a|an|the")),
        .. EventPatterns.All,
        .. BusinessPatterns.All,
        new("have|has", Sense.State, "CHILDREN", ObjectKind.Children) { SubjectLabel = Person },
        new("costs|cost", Sense.State, "COSTS", ObjectKind.Price),
    ];

    /// <summary>A verb of a state.</summary>
    public static Pattern State(string words, Be be = Be.Never) => new(words, Sense.State, "", ObjectKind.Name) { Be = be };

    private static Pattern Past(string words) => new(words, Sense.PastState, "", ObjectKind.Name);

    /// <summary>A verb of an event, from which on something is so.</summary>
    public static Pattern Begin(string words, Be be = Be.Never) => new(words, Sense.Begin, "", ObjectKind.Name) { Be = be };

    private static Pattern End(string words, Be be = Be.Never) => new(words, Sense.End, "", ObjectKind.Name) { Be = be };

    private static IEnumerable<Pattern> For(string predicate, string? subject, string? @object, bool many, params Pattern[] patterns) =>
        patterns.Select(p => p with { Predicate = predicate, SubjectLabel = subject, ObjectLabel = @object, Many = many });

    /// <summary>Patterns of one fact with noun phrases as objects.</summary>
    public static IEnumerable<Pattern> Things(string predicate, PhraseRules phrase, params Pattern[] patterns) =>
        patterns.Select(p => p with { Predicate = predicate, Object = ObjectKind.Thing, Phrase = phrase, Many = true });

    private static IEnumerable<Pattern> Values(string predicate, params Pattern[] patterns) =>
        patterns.Select(p => p with { Predicate = predicate, Object = ObjectKind.Value, Phrase = PhraseRules.DropsTail, SubjectLabel = Person });
}
