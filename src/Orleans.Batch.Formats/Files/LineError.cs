namespace Orleans.Batch.Formats.Files;

/// <summary>Why a line or a row cannot be an item: the field, a stable code and a sentence for people.</summary>
/// <param name="Field">The field; empty for the whole line.</param>
/// <param name="Code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="Message">What is wrong.</param>
public sealed record LineError(string Field, string Code, string Message);
