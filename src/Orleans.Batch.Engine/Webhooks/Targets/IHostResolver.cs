using System.Net;

namespace Orleans.Batch.Webhooks;

/// <summary>Finds the addresses of a host name.</summary>
public interface IHostResolver
{
    /// <summary>All addresses of a name; for an address, the address itself.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">There are none, or the name servers do not answer.</exception>
    ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken);
}
