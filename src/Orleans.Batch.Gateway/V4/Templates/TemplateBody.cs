namespace Orleans.Batch.Gateway.V4.Templates;

/// <summary>The bodies of template calls. The engine checks the template itself.</summary>
internal static class TemplateBody
{
    public static BodyTable<ContextTemplateFields> New { get; } = Fields("CreateContextTemplateInput", "A template to create.", isNew: true);

    public static BodyTable<ContextTemplateFields> Changes { get; } = Fields("UpdateContextTemplateInput", "What to change of a template.", isNew: false);

    private static BodyTable<ContextTemplateFields> Fields(string name, string description, bool isNew)
    {
        var table = new BodyTable<ContextTemplateFields>(name, description)
            .Text("name", Limits.NameLength, "A name for people.", static (ref t, v) => t = t with { Name = v })
            .Text("template", Limits.TemplateLength, "Text with variables such as %{edges limit=10}.", static (ref t, v) => t = t with { Template = v });
        return isNew ? table.Required() : table;
    }
}
