namespace Orleans.Batch.Gateway.Templates;

/// <summary>The bodies of template calls. The engine checks the template itself.</summary>
internal static class TemplateBody
{
    private const string Text = "Text with variables: %{edges}, %{entities}, %{episodes}, %{user_summary}, %{observations}, %{thread_summaries}.";

    public static BodyTable<Draft> Table { get; } = new BodyTable<Draft>("CreateContextTemplateRequest", "A template to create.")
        .RawText("template_id", Limits.TemplateIdLength, "The caller's id of the template.", static (ref t, v) => t.TemplateId = v).Required()
        .Text("template", Limits.TemplateLength, Text, static (ref t, v) => t.Template = v).Required()
        .Check(static (ref cursor, ref t, in _) => TextRules.CheckId(t.TemplateId, null, "template_id", cursor.Problems));

    public static BodyTable<Draft> Changes { get; } = new BodyTable<Draft>("UpdateContextTemplateRequest", "The new text of a template.")
        .Text("template", Limits.TemplateLength, Text, static (ref t, v) => t.Template = v).Required();

    internal struct Draft
    {
        public string? TemplateId;
        public string? Template;
    }
}
