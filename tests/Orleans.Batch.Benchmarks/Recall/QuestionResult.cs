namespace Orleans.Batch.Benchmarks.Recall;

/// <summary>What was found for one question; shares of its evidence are from 0 to 1.</summary>
internal sealed record QuestionResult(
    string Category, double At10, double At20, double PlainAt10, double PlainAt20, bool AnswerInContext, bool AnswerInEvidence, TimeSpan Search, TimeSpan Context);
