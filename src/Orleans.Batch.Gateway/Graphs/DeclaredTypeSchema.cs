namespace Orleans.Batch.Gateway.Graphs;

/// <summary>A declared type for the OpenAPI document; the service reads what the body holds.</summary>
/// <param name="name">Its name in the document.</param>
/// <param name="description">Its meaning.</param>
/// <param name="fields">Its fields; the first is required.</param>
internal sealed class DeclaredTypeSchema(string name, string description, params FieldSchema[] fields) : BodySchema(name, description)
{
    private static readonly FieldSchema TypeName = new("name", "Its name.", ValueSchema.Text(Limits.NameLength)) { IsRequired = true };
    private static readonly FieldSchema Meaning = new("description", "Its meaning.", ValueSchema.Text(Limits.DescriptionLength));

    private static readonly DeclaredTypeSchema Property = new(
        "DeclaredProperty", "A property of a type.", TypeName, Meaning, new FieldSchema("type", "The type of its values.", ValueSchema.Text(Limits.NameLength)));

    /// <summary>A type of entity or edge.</summary>
    public static DeclaredTypeSchema Type { get; } = new(
        "DeclaredType",
        "A type of entity or edge; other fields are kept, too.",
        TypeName,
        Meaning,
        new FieldSchema("properties", "Its properties.", ValueSchema.List(ValueSchema.Of(Property), Limits.DeclaredProperties)));

    /// <inheritdoc/>
    public override IEnumerable<FieldSchema> Fields => fields;
}
