using Orleans.Batch.Gateway.V4.Http;
using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Templates;

internal static class TemplateOperations
{
    private const string Tag = "Context templates";

    public static ApiOperation Create { get; } =
        new("context.createTemplate", Tag, "Creates a template.", typeof(TemplateObject)) { Status = 201, Request = TemplateBody.New };

    public static ApiOperation List { get; } = new("context.listTemplates", Tag, "The project's templates, oldest first.", typeof(Page<TemplateObject>))
    {
        Request = PageBody.Table,
        BodyOptional = true,
        Parameters = [PageParameters.Size(), PageParameters.Cursor],
    };

    public static ApiOperation Get { get; } = new("context.getTemplate", Tag, "One template.", typeof(TemplateObject)) { Errors = [404] };

    public static ApiOperation Update { get; } =
        new("context.updateTemplate", Tag, "Changes a template.", typeof(TemplateObject)) { Request = TemplateBody.Changes };

    public static ApiOperation Delete { get; } = new("context.deleteTemplate", Tag, "Deletes a template.", typeof(void)) { Status = 204 };
}
