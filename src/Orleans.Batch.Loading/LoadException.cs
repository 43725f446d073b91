namespace Orleans.Batch.Loading;

/// <summary>The command cannot continue; the message is for the user. Running it again is always safe.</summary>
internal sealed class LoadException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether the destinations are wrong, so that no item was sent.</summary>
    public bool WrongDestinations { get; init; }
}
