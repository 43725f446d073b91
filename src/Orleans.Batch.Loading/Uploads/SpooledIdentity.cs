namespace Orleans.Batch.Loading;

/// <summary>The stored data of an item between the two passes over its file.</summary>
/// <param name="Identity">The identity of its content, or of its record id.</param>
/// <param name="Line">The line it begins on.</param>
/// <param name="Named">Whether the line has a record id.</param>
/// <param name="TypeDefaulted">Whether the line names no data_type and is therefore text.</param>
internal readonly record struct SpooledIdentity(UInt128 Identity, long Line, bool Named, bool TypeDefaulted);
