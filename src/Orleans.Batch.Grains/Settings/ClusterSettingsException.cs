namespace Orleans.Batch.Grains.Settings;

/// <summary>A setting of the cluster cannot be used; the message names it and the remedy.</summary>
/// <param name="message">For the person who started the process.</param>
/// <param name="inner">The cause.</param>
public sealed class ClusterSettingsException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether the setting is an address that is taken or not this machine's, and would be right elsewhere.</summary>
    public bool IsAddress { get; init; }
}
