namespace Orleans.Batch.Models;

/// <summary>
/// The predicates that requests suggest, and which of them have one object at a time. That is never the model's word for one
/// fact: timelines would split.
/// </summary>
public static class KnownPredicates
{
    /// <summary>How many names from answers a project keeps: the first ones, so that requests stay short.</summary>
    public const int MaxLearned = 60;

    private static readonly string[] Single =
    [
        "WORKS_AT", "LIVES_IN", "MARRIED_TO", "REPORTS_TO", "STUDIES_AT", "OCCUPATION", "AGE", "BORN_ON", "BORN_IN", "FOUNDED_ON",
        "LOCATED_IN", "CEO", "MANAGER", "NAME", "EMAIL", "PHONE", "ADDRESS", "BIRTHDAY", "PLAN", "STATUS", "VERSION", "COSTS", "RENAMED_TO",
    ];

    private static readonly string[] Several =
    [
        "LIKES", "DISLIKES", "INTERESTED_IN", "PREFERS", "OWNS", "USES", "SPEAKS", "VISITED", "ATTENDED", "PARTICIPATED_IN", "MEMBER_OF",
        "WORKS_WITH", "WORKS_ON", "MANAGES", "FRIEND", "SISTER", "BROTHER", "CHILD", "PARENT", "FOUNDED", "GRADUATED_FROM", "LEARNS", "PLAYS",
        "READS", "MADE", "WON", "GOT", "PLANS", "HAS_ISSUE", "ALLERGIC_TO", "DEPENDS_ON", "IS_A",
    ];

    /// <summary>Those that every project has.</summary>
    public static IReadOnlyList<KnownPredicate> All { get; } =
        [.. Single.Select(static p => new KnownPredicate(p, true)), .. Several.Select(static p => new KnownPredicate(p, false))];

    /// <summary>Those of a project: its own take the place of those that every project has.</summary>
    public static IReadOnlyList<KnownPredicate> With(IReadOnlyCollection<KnownPredicate> own) =>
        [.. Except(own.Select(static p => p.Name)), .. own];

    /// <summary>Those that every project has, without some names.</summary>
    public static IEnumerable<KnownPredicate> Except(IEnumerable<string> names) => All.ExceptBy(names, static p => p.Name, StringComparer.Ordinal);
}
