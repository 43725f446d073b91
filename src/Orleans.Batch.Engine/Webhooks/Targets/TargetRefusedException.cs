namespace Orleans.Batch.Webhooks;

/// <summary>A target that may not be called; the message says why, without naming inner addresses.</summary>
internal sealed class TargetRefusedException(string message) : Exception(message);
