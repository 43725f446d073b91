namespace Orleans.Batch.Gateway.V4.Wire;

/// <summary>A template for contexts.</summary>
/// <param name="Uuid">Its identity.</param>
/// <param name="Name">The caller's name for it; the id of one that was made through version 3.</param>
/// <param name="Template">The text.</param>
/// <param name="CreatedAt">When it was created.</param>
internal sealed record TemplateObject(Guid Uuid, string? Name, string Template, DateTimeOffset CreatedAt)
{
    public static TemplateObject From(ContextTemplate template) => new(
        template.Uuid, template.Name ?? LegacyId.From(template.TemplateId, template.Uuid), template.Template, template.CreatedAt);
}
