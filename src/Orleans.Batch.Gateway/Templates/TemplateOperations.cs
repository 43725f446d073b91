namespace Orleans.Batch.Gateway.Templates;

internal static class TemplateOperations
{
    private const string Tag = "Context templates";
    private const string Path = "/context-templates/{template_id}";

    public static ApiOperation List { get; } =
        new("listContextTemplates", Tag, "The project's templates for contexts, oldest first.", typeof(TemplatesResponse));

    public static ApiOperation Create { get; } = new("createContextTemplate", Tag, "Creates a template.", typeof(TemplateResponse))
    {
        OutcomeAt = Path,
        Request = TemplateBody.Table,
    };

    public static ApiOperation Get { get; } = new("getContextTemplate", Tag, "One template.", typeof(TemplateResponse)) { Errors = [404] };

    public static ApiOperation Update { get; } = new("updateContextTemplate", Tag, "Replaces the text of a template.", typeof(TemplateResponse))
    {
        OutcomeAt = Path,
        Request = TemplateBody.Changes,
        Errors = [404],
    };

    public static ApiOperation Delete { get; } =
        new("deleteContextTemplate", Tag, "Deletes a template.", typeof(MessageResponse)) { OutcomeAt = Path, Errors = [404] };
}
