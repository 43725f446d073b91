using static Orleans.Batch.Extraction.Patterns;

namespace Orleans.Batch.Extraction;

/// <summary>The verbs of what organizations, products and their people do.</summary>
internal static class BusinessPatterns
{
    public static IReadOnlyList<Pattern> All { get; } =
    [
        .. Things("SUPPLIES", PhraseRules.Definite, State("supply|supplies|supplying")),
        .. Things("DEPENDS_ON", PhraseRules.Definite, State("depend|depends on")),
        .. Things("LEADS", PhraseRules.Definite, State("lead|leads|leading")),
        .. Things("COORDINATES", PhraseRules.None, State("coordinate|coordinates|coordinating")),
        .. Things("OPERATES", PhraseRules.None, State("operate|operates|operating")),
        .. Things("OFFERS", PhraseRules.None, State("offer|offers|offering")),
        .. Things("REPORTED", PhraseRules.Determined, State("report|reports|reporting"), Begin("reported")),
        .. Things("RESERVED", PhraseRules.Determined, Begin("reserved")),
        .. Things("RUNS_ON", PhraseRules.None, State("running|runs on")).Select(p => p with { Object = ObjectKind.Name }),
        .. Things("RUNS_WITH", PhraseRules.None, State("running|runs with")).Select(p => p with { Object = ObjectKind.Name }),
    ];
}
