using System.Globalization;
using Orleans.Batch.Facts;

namespace Orleans.Batch.Graphs;

/// <summary>The rules for facts and nodes that callers write.</summary>
internal static class FactWriteRules
{
    public static void Check(IReadOnlyList<NewFact> facts)
    {
        if (facts.Count is 0 or > Limits.FactsPerCall)
        {
            throw BatchServiceException.Invalid(
                facts.Count == 0 ? ErrorCodes.Required : ErrorCodes.TooMany,
                string.Create(CultureInfo.InvariantCulture, $"a call may write 1 to {Limits.FactsPerCall} facts, got {facts.Count}"));
        }

        var problems = new ProblemList();
        foreach (var fact in facts)
        {
            QueryRules.Require(fact.Target);
            Check(fact, problems);
        }

        FieldRules.Refuse(problems);
        if (facts.Any(f => f.Target != facts[0].Target))
        {
            throw BatchServiceException.Invalid(ErrorCodes.Contradiction, "the facts of a call must be of one graph");
        }
    }

    private static void Check(NewFact fact, ProblemList problems)
    {
        CheckText(fact.Fact, Limits.DataLength, null, "fact", problems);
        CheckText(fact.Name, Limits.FactNameLength, null, "fact_name", problems);
        CheckEnd(fact.Source, "source_node", problems);
        CheckEnd(fact.Object, "target_node", problems);
        AttributeRules.Check(fact.Attributes, null, "edge_attributes", problems);
        MetadataRules.CheckItem(fact.Metadata, null, problems);
        CheckDates(fact.ValidAt ?? fact.CreatedAt, fact.InvalidAt, problems);
    }

    public static void Check(IReadOnlyList<NewNode> nodes)
    {
        if (nodes.Count is 0 or > Limits.NodesPerCall)
        {
            throw BatchServiceException.Invalid(
                nodes.Count == 0 ? ErrorCodes.Required : ErrorCodes.TooMany,
                string.Create(CultureInfo.InvariantCulture, $"nodes must hold 1 to {Limits.NodesPerCall} nodes, got {nodes.Count}"));
        }

        var problems = new ProblemList();
        for (var i = 0; i < nodes.Count; i++)
        {
            var node = nodes[i];
            CheckName(node.Name, i, "name", problems);
            TextRules.Check(node.Label, Limits.FactNameLength, i, "label", problems);
            TextRules.Check(node.Summary, Limits.SummaryLength, i, "summary", problems);
            AttributeRules.Check(node.Attributes, i, "attributes", problems);
            MetadataRules.CheckItem(node.Metadata, i, problems);
        }

        FieldRules.Refuse(problems);
    }

    public static void Check(EdgeFields fields)
    {
        var problems = new ProblemList();
        if (fields.Fact is not null)
        {
            CheckText(fields.Fact, Limits.DataLength, null, "fact", problems);
        }

        if (fields.Name is not null)
        {
            CheckText(fields.Name, Limits.FactNameLength, null, "name", problems);
        }

        AttributeRules.Check(fields.Attributes, null, "attributes", problems);
        CheckDates(fields.ValidAt, fields.InvalidAt, problems);
        FieldRules.Refuse(problems);
    }

    public static void Check(NodeFields fields)
    {
        var problems = new ProblemList();
        if (fields.Name is not null)
        {
            CheckName(fields.Name, null, "name", problems);
        }

        CheckLabels(fields.Labels ?? [], Limits.NodeLabels, "labels", problems);
        TextRules.Check(fields.Summary, Limits.SummaryLength, null, "summary", problems);
        AttributeRules.Check(fields.Attributes, null, "attributes", problems);
        FieldRules.Refuse(problems);
    }

    private static void CheckEnd(FactEnd end, string field, ProblemList problems)
    {
        if (end is { Uuid: null, Name: null })
        {
            problems.Add(null, $"{field}_name", ErrorCodes.Required, $"{field}_name or {field}_uuid is required");
        }
        else if (end.Name is { } name)
        {
            CheckName(name, null, $"{field}_name", problems);
        }

        CheckLabels(end.Labels, 1, $"{field}_labels", problems);
        TextRules.Check(end.Summary, Limits.SummaryLength, null, $"{field}_summary", problems);
        AttributeRules.Check(end.Attributes, null, $"{field}_attributes", problems);
    }

    private static void CheckLabels(IReadOnlyList<string> labels, int max, string field, ProblemList problems)
    {
        // The base label is that of every node: a caller may name it, too.
        if (labels.Count(l => l != EntityNode.BaseLabel) > max)
        {
            problems.Add(null, field, ErrorCodes.TooMany, string.Create(
                CultureInfo.InvariantCulture, $"{field} may hold at most {max} beside {EntityNode.BaseLabel}, got {labels.Count}"));
        }

        foreach (var label in labels.Take(max + 1))
        {
            CheckText(label, Limits.FactNameLength, null, field, problems);
        }
    }

    private static void CheckName(string name, int? index, string field, ProblemList problems)
    {
        TextRules.Check(name, Limits.FactNameLength, index, field, problems);
        if (EntityName.IsEmpty(name))
        {
            problems.Add(index, field, ErrorCodes.Required, $"{field} must not be empty");
        }
    }

    private static void CheckText(string text, int max, int? index, string field, ProblemList problems)
    {
        TextRules.Check(text, max, index, field, problems);
        if (string.IsNullOrWhiteSpace(text))
        {
            problems.Add(index, field, ErrorCodes.Required, $"{field} must not be empty");
        }
    }

    private static void CheckDates(DateTimeOffset? validAt, DateTimeOffset? invalidAt, ProblemList problems)
    {
        if (invalidAt <= validAt)
        {
            problems.Add(null, "invalid_at", ErrorCodes.Contradiction, "invalid_at must be after valid_at");
        }
    }
}
