namespace Orleans.Batch.Formats.Files;

/// <summary>The object that a UUID of a file names.</summary>
/// <param name="Type">User, graph or thread; of a user's graph, user.</param>
/// <param name="Id">The id it is stored under.</param>
internal readonly record struct NamedObject(FileLineType Type, string Id);
