namespace Orleans.Batch.Graphs;

/// <summary>The rules for templates. Lengths are those of Zep's API.</summary>
internal static class ContextTemplateRules
{
    public static void CheckNew(string? templateId, ContextTemplateFields fields)
    {
        var problems = new ProblemList();
        TextRules.CheckId(templateId, null, "template_id", problems);
        TextRules.Check(templateId, Limits.TemplateIdLength, null, "template_id", problems);
        if (fields.Template is null)
        {
            problems.Add(null, "template", ErrorCodes.Required, "template is required");
        }

        Check(fields, problems);
        FieldRules.Refuse(problems);
    }

    public static void CheckChange(ContextTemplateFields fields)
    {
        var problems = new ProblemList();
        Check(fields, problems);
        FieldRules.Refuse(problems);
    }

    private static void Check(ContextTemplateFields fields, ProblemList problems)
    {
        TextRules.Check(fields.Name, Limits.NameLength, null, "name", problems);
        TextRules.Check(fields.Template, Limits.TemplateLength, null, "template", problems);
        if (fields.Template is { } template)
        {
            TemplateText.Parse(template, problems);
        }
    }
}
