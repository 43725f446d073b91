namespace Orleans.Batch.Server.Loading;

/// <summary>The command cannot go on; the message is for the person who started it. Running it again is always safe.</summary>
internal sealed class LoadException(string message, Exception? inner = null) : Exception(message, inner);
