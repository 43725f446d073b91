namespace Orleans.Batch.Models;

/// <summary>
/// The predicates that requests suggest, and which of them have one object at a time. That is never the model's word for one
/// fact: timelines would split.
/// </summary>
public static class KnownPredicates
{
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

    /// <summary>All of them.</summary>
    public static IReadOnlyList<KnownPredicate> All { get; } =
        [.. Single.Select(static p => new KnownPredicate(p, true)), .. Several.Select(static p => new KnownPredicate(p, false))];
}
