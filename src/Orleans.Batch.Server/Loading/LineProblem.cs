namespace Orleans.Batch.Server.Loading;

/// <summary>Why a line was refused: the field, a stable code and a sentence for people.</summary>
/// <param name="Field">The field's path, such as <c>metadata</c>; empty when the whole line is meant.</param>
/// <param name="Code">A stable word for programs, such as <c>too_long</c>.</param>
/// <param name="Message">What is wrong, in English.</param>
internal sealed record LineProblem(string Field, string Code, string Message);
