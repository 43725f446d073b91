namespace Orleans.Batch.Gateway.Wire;

/// <summary>A template for contexts.</summary>
internal sealed record TemplateResponse(Guid Uuid, string TemplateId, string Template)
{
    public static TemplateResponse From(ContextTemplate template) => new(template.Uuid, template.TemplateId, template.Template);
}

/// <summary>The project's templates.</summary>
internal sealed record TemplatesResponse(IReadOnlyList<TemplateResponse> Templates);
