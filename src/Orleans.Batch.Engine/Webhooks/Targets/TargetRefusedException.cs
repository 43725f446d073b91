namespace Orleans.Batch.Webhooks;

/// <summary>A target that may not be called; the message gives the reason, without internal addresses.</summary>
internal sealed class TargetRefusedException(string message) : Exception(message);
