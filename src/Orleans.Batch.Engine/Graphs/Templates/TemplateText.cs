using System.Globalization;
using System.Text.RegularExpressions;

namespace Orleans.Batch.Graphs;

/// <summary>
/// Reads a template: text with variables <c>%{name parameter=value …}</c>. Names and parameters are those of Zep's context templates.
/// </summary>
internal static partial class TemplateText
{
    private const string Opening = "%{";

    private static readonly Dictionary<string, TemplateVariableKind> Kinds = new(StringComparer.Ordinal)
    {
        ["edges"] = TemplateVariableKind.Edges,
        ["entities"] = TemplateVariableKind.Entities,
        ["episodes"] = TemplateVariableKind.Episodes,
        ["user_summary"] = TemplateVariableKind.UserSummary,
        ["observations"] = TemplateVariableKind.Observations,
        ["thread_summaries"] = TemplateVariableKind.ThreadSummaries,
    };

    /// <summary>The parts of a template, in order. What is wrong with it is added to the problems.</summary>
    public static IReadOnlyList<TemplatePart> Parse(string template, ProblemList problems)
    {
        var parts = new List<TemplatePart>();
        var from = 0;
        for (var at = template.IndexOf(Opening, StringComparison.Ordinal); at >= 0; at = template.IndexOf(Opening, from, StringComparison.Ordinal))
        {
            var end = template.IndexOf('}', at);
            if (end < 0)
            {
                Add(problems, $"the variable at position {at} is not closed: '}}' is missing");
                return parts;
            }

            parts.Add(new TemplatePart(template[from..at], ParseVariable(template[(at + Opening.Length)..end].Trim(), problems)));
            from = end + 1;
        }

        parts.Add(new TemplatePart(template[from..], null));
        return parts;
    }

    private static TemplateVariable? ParseVariable(string text, ProblemList problems)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        var name = space < 0 ? text : text[..space];
        if (!Kinds.TryGetValue(name, out var kind))
        {
            Add(problems, $"there is no variable '{name}'; there are {string.Join(", ", Kinds.Keys)}");
            return null;
        }

        var variable = new TemplateVariable(kind);
        var parameters = space < 0 ? "" : text[space..].Trim();
        while (parameters.Length > 0)
        {
            var match = Parameter().Match(parameters);
            if (!match.Success)
            {
                Add(problems, $"'{parameters}' in %{{{text}}} is no parameter: name=value, with spaces between parameters");
                return null;
            }

            variable = Apply(variable, name, match.Groups["name"].Value, match.Groups["value"].Value, problems);
            parameters = parameters[match.Length..].TrimStart();
        }

        return variable;
    }

    private static TemplateVariable Apply(TemplateVariable variable, string variableName, string name, string value, ProblemList problems)
    {
        var onlyLimit = variable.Kind is TemplateVariableKind.Observations or TemplateVariableKind.ThreadSummaries;
        switch (name)
        {
            case "limit" when variable.Kind != TemplateVariableKind.UserSummary:
                if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
                    && limit is >= 1 and <= Limits.TemplateResults)
                {
                    return variable with { Limit = limit };
                }

                Add(problems, string.Create(CultureInfo.InvariantCulture, $"limit must be from 1 to {Limits.TemplateResults}, got '{value}'"));
                return variable;
            case "types" when variable.Kind != TemplateVariableKind.UserSummary && !onlyLimit:
                if (value is ['[', .. var list, ']'])
                {
                    return variable with { Types = list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) };
                }

                Add(problems, $"types must be a list in brackets, such as types=[WORKS_AT,LIVES_IN], got '{value}'");
                return variable;
            case "include_attributes" when variable.Kind != TemplateVariableKind.UserSummary && !onlyLimit:
                if (bool.TryParse(value, out var include))
                {
                    return variable with { IncludeAttributes = include };
                }

                Add(problems, $"include_attributes must be true or false, got '{value}'");
                return variable;
            default:
                Add(problems, $"%{{{variableName}}} has no parameter '{name}'");
                return variable;
        }
    }

    private static void Add(ProblemList problems, string message) =>
        problems.Add(null, "template", ErrorCodes.UnknownValue, "template: " + message);

    [GeneratedRegex(@"^(?<name>\w+)=(?<value>\[[^\]]*\]|[^\s\[\]]+)(?=\s|$)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Parameter();
}
