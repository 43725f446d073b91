namespace Orleans.Batch.Server.Loading;

/// <summary>What is kept of an item between the two passes over its file.</summary>
/// <param name="Identity">Of its content, or of its record id.</param>
/// <param name="Line">The line it begins on.</param>
/// <param name="Named">Whether the line carries a record id.</param>
/// <param name="TypeDefaulted">Whether the line names no data_type and is therefore text.</param>
internal readonly record struct SpooledIdentity(UInt128 Identity, long Line, bool Named, bool TypeDefaulted);
