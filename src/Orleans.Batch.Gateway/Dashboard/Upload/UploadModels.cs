namespace Orleans.Batch.Gateway.Dashboard;

/// <summary>The form of a new batch, and what was wrong with the file sent before.</summary>
/// <param name="Name">The batch's name.</param>
/// <param name="Extraction">What is to be made of the items; null for the project's setting.</param>
/// <param name="OnceMore">Whether items are to be added even when they are there already.</param>
/// <param name="Refused">What was wrong; null the first time.</param>
public sealed record NewBatchModel(string? Name, ExtractionMode? Extraction, bool OnceMore, RefusedFile? Refused = null);

/// <summary>A file that was refused; nothing of it was kept.</summary>
/// <param name="FileName">Its name.</param>
/// <param name="Message">What is wrong with it.</param>
/// <param name="Problems">Each problem with its line, at most a thousand.</param>
/// <param name="ProblemCount">How many there are.</param>
/// <param name="First">The items before the first problem, at most ten.</param>
public sealed record RefusedFile(
    string? FileName, string Message, IReadOnlyList<Problem> Problems, int ProblemCount, IReadOnlyList<NewBatchItem> First);

/// <summary>A draft that was made of a file, before it is processed.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="First">Its first items.</param>
/// <param name="Validation">What is wrong with it, as far as is shown.</param>
public sealed record ReviewModel(BatchSummary Batch, IReadOnlyList<NewBatchItem> First, BatchValidation? Validation);
