namespace Orleans.Batch.Formats.Json;

/// <summary>The fields of a JSON object that callers send, for the OpenAPI document.</summary>
/// <param name="name">Its name in the document.</param>
/// <param name="description">Its meaning.</param>
internal abstract class BodySchema(string name, string description)
{
    public string Name => name;

    public string Description => description;

    /// <summary>The fields, in the order of their declaration.</summary>
    public abstract IEnumerable<FieldSchema> Fields { get; }
}

/// <summary>One field of an object.</summary>
/// <param name="Name">Its name on the wire.</param>
/// <param name="Description">Its meaning.</param>
/// <param name="Value">The values it takes.</param>
internal sealed record FieldSchema(string Name, string Description, ValueSchema Value)
{
    /// <summary>Whether it must have a value.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether new clients should do without it.</summary>
    public bool IsDeprecated { get; init; }

    /// <summary>Whether it is read without being documented.</summary>
    public bool IsHidden { get; init; }
}
