namespace Orleans.Batch.Gateway.V4.Wire;

/// <summary>Declared types of entities and edges.</summary>
/// <param name="EntityTypes">The entity types, as they were written.</param>
/// <param name="EdgeTypes">The edge types, as they were written.</param>
/// <param name="Inherited">Whether they are the project's, because the graph has none of its own.</param>
internal sealed record OntologyObject(JsonText EntityTypes, JsonText EdgeTypes, bool Inherited);
