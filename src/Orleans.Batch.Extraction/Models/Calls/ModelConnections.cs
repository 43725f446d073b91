using System.Runtime.CompilerServices;
using Orleans.Batch.Models;

namespace Orleans.Batch.Extraction.Models;

/// <summary>The clients of profiles, one each. A changed configuration has new profiles, and so new clients with new keys.</summary>
internal sealed class ModelConnections(TimeProvider time) : IDisposable
{
    private readonly ConditionalWeakTable<ModelProfile, ModelConnection> _connections = [];

    // The client library keeps the time, so that it is a profile's.
    private readonly HttpClient _http = new(new EndpointTransport(time)) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>The client of a profile.</summary>
    /// <exception cref="ModelCallException">The profile's key cannot be read.</exception>
    public ModelConnection Open(ModelProfile profile) => _connections.GetValue(profile, p => new ModelConnection(p, _http));

    /// <summary>Makes the next call create the client anew, with the key as it is then.</summary>
    public void Close(ModelProfile profile) => _connections.Remove(profile);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
