namespace Orleans.Batch.Dashboard;

/// <summary>The form of a new batch, and the problem of the file sent before.</summary>
/// <param name="Name">The batch's name.</param>
/// <param name="Extraction">Which extraction the items get; null for the project's setting.</param>
/// <param name="OnceMore">Whether items are to be added even when they exist already.</param>
/// <param name="Refused">The refusal; null the first time.</param>
public sealed record NewBatchModel(string? Name, ExtractionMode? Extraction, bool OnceMore, RefusedFile? Refused = null);

/// <summary>A file that was refused; nothing of it was kept.</summary>
/// <param name="FileName">Its name.</param>
/// <param name="Message">What is wrong with it.</param>
/// <param name="Problems">Each problem with its line, at most a thousand.</param>
/// <param name="ProblemCount">How many there are.</param>
/// <param name="First">The items before the first problem, at most ten.</param>
public sealed record RefusedFile(
    string? FileName, string Message, IReadOnlyList<Problem> Problems, int ProblemCount, IReadOnlyList<NewBatchItem> First);

/// <summary>A draft that was created from a file, before it is processed.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="First">Its first items.</param>
/// <param name="Validation">Its problems, as far as they are shown.</param>
public sealed record ReviewModel(BatchSummary Batch, IReadOnlyList<NewBatchItem> First, BatchValidation? Validation);
