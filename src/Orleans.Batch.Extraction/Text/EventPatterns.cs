using static Orleans.Batch.Extraction.Patterns;

namespace Orleans.Batch.Extraction;

/// <summary>The verbs of what people do, have done and are interested in.</summary>
internal static class EventPatterns
{
    private const PhraseRules Determined = PhraseRules.Determined;
    private const PhraseRules AnyNoun = PhraseRules.Definite;
    private const PhraseRules Known = PhraseRules.Determined | PhraseRules.Definite;

    public static IReadOnlyList<Pattern> All { get; } =
    [
        .. Things("VISITED", Known, Begin("visited")),
        .. Things("WENT_TO", Known, Begin("went to"), Begin("gone to")),
        .. Things("WENT_ON", Determined, Begin("went on"), Begin("gone on")),
        .. Things("ATTENDED", AnyNoun, Begin("attended")),
        .. Things("PARTICIPATED_IN", AnyNoun, Begin("participated|competed in")),
        .. Things("SIGNED_UP_FOR", AnyNoun, Begin("signed up for"), Begin("registered for"), Begin("enrolled in")),
        .. Things("JOINED", Determined, Begin("joined")),
        .. Things("WON", Known, Begin("won")),
        .. Things("GOT", Determined, Begin("got")),
        .. Things("LOST", Determined, Begin("lost")),
        .. Things("STARTED", Determined | PhraseRules.OtherActivity, Begin("started|launched")),
        .. Things("OPENED", Determined, Begin("opened")),
        .. Things("FINISHED", Determined | PhraseRules.Activity, Begin("finished|completed")),
        .. Things("LEARNED", Determined, Begin("learned|learnt")),
        .. Things("ADOPTED", Determined, Begin("adopted")),
        .. Things("USES", Determined, Begin("adopted")).Select(p => p with { Object = ObjectKind.Name }),
        .. Things("MET", Determined, Begin("met")),
        .. Things("WATCHED", AnyNoun, Begin("watched")),
        .. Things("ORGANIZED", Determined, Begin("organized|organised")),
        .. Things("HOSTED", Determined, Begin("hosted")),
        .. Things("DONATED", PhraseRules.None, Begin("donated")),
        .. Things("VOLUNTEERS_AT", AnyNoun, State("volunteer|volunteers|volunteering at"), Begin("volunteered at")),
        .. Things("APPLIED_FOR", Determined, Begin("applied for|to")),
        .. Made("made|built|created|designed|baked|cooked|painted|wrote|written|composed|published|recorded|planted|drew"),
        .. Things("INTERESTED_IN", PhraseRules.Activity, State("interested in", Be.Always), State("passionate about", Be.Always)),
        .. Things("LIKES", PhraseRules.Activity, State("obsessed|hooked with|on|by", Be.Always), State("crazy about", Be.Always), State("into", Be.Always))
            .Select(p => p with { Opposite = "DISLIKES" }),
        .. Things("READS", AnyNoun, State("reading")),
        .. Things("LEARNS", AnyNoun, State("learning|studying")),
        .. Things("PRACTICES", PhraseRules.DropsTail, State("practice|practices|practicing|practise|practises|practising")),
        .. Things("TEACHES", PhraseRules.DropsTail, State("teach|teaches|teaching")),
        .. Things("COLLECTS", PhraseRules.DropsTail, State("collect|collects|collecting")),
        .. Things("TRAINS_FOR", AnyNoun, State("training|train|trains for")),
        .. Things("PREPARES_FOR", AnyNoun, State("preparing for")),
        .. Things("RUNS", Determined, State("run|runs|running")),
    ];

    // Each verb is the name of its fact: a book written is not a cake made.
    private static IEnumerable<Pattern> Made(string verbs) => verbs.Split('|').SelectMany(verb =>
        Things(verb == "written" ? "WROTE" : verb.ToUpperInvariant(), Determined, Begin(verb)));
}
