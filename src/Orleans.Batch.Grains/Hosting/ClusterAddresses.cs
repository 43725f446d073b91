using System.Net;
using System.Net.Sockets;
using Orleans.Batch.Grains.Settings;

namespace Orleans.Batch.Grains.Hosting;

/// <summary>Where a cluster member listens for the others.</summary>
public static class ClusterAddresses
{
    /// <summary>Checks the ports before anything is started that needs them.</summary>
    /// <exception cref="ClusterSettingsException">A port is taken, or the address is not this machine's.</exception>
    public static void RequireFree(ClusterSettings settings)
    {
        if (!settings.IsSilo || settings.IsAlone)
        {
            return;
        }

        var address = Resolve(settings.Address);
        RequireFree(new IPEndPoint(address, settings.SiloPort), "--cluster-address ADDRESS:PORT (Cluster:SiloPort)");
        RequireFree(new IPEndPoint(address, settings.ClientPort), "Cluster:ClientPort");
    }

    /// <exception cref="ClusterSettingsException">The value is not an address.</exception>
    internal static IPAddress Resolve(string address)
    {
        if (address.Equals("auto", StringComparison.OrdinalIgnoreCase))
        {
            return Dns.GetHostAddresses(Dns.GetHostName(), AddressFamily.InterNetwork).FirstOrDefault() ?? throw new ClusterSettingsException(
                $"--cluster-address (Cluster:Address) is auto, and the name {Dns.GetHostName()} has no IPv4 address; give one.");
        }

        return IPAddress.TryParse(address, out var ip) ? ip : throw new ClusterSettingsException(
            $"--cluster-address (Cluster:Address): '{address}' is no IP address; for a container's own address say auto.");
    }

    private static void RequireFree(IPEndPoint endpoint, string setting)
    {
        if (PortProbe.TryListen(endpoint) is { } e)
        {
            var remedy = e.SocketErrorCode == SocketError.AddressNotAvailable
                ? "Give an address of this machine with --cluster-address (Cluster:Address); auto is its own in a container."
                : $"Is another silo running there? Choose another port with {setting}.";
            throw new ClusterSettingsException($"The silo cannot listen on {endpoint}: {e.Message}. {remedy}", e)
            {
                IsAddress = true,
            };
        }
    }
}
