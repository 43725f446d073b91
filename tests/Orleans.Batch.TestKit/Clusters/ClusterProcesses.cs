using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Orleans.Batch.TestKit.Clusters;

/// <summary>
/// A cluster of real processes on this machine, with its membership in a real database. The project that uses it must
/// refer to Orleans.Batch.Grains. Disposing kills what still runs.
/// </summary>
public sealed class ClusterProcesses : IDisposable
{
    private readonly List<ClusterProcess> _members = [];
    private readonly (string Name, string? Value)[] _environment;

    private ClusterProcesses(string connectionString, (string Name, string? Value)[] environment)
    {
        Key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        _environment = [.. SiloSettings.Cluster(connectionString, Id, Key), .. environment];
    }

    /// <summary>The cluster's id in Orleans.</summary>
    public string Id { get; } = "test-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));

    /// <summary>The first project's API key.</summary>
    public string Key { get; }

    /// <summary>All members, in the order in which they were added.</summary>
    public IReadOnlyList<ClusterProcess> Members => _members;

    /// <summary>The members that serve HTTP.</summary>
    public IReadOnlyList<ClusterProcess> Gateways => With("gateway");

    /// <summary>The address of the first gateway, without a slash at its end.</summary>
    public string Url => Gateways[0].Url;

    /// <summary>The output of all members.</summary>
    public string Output => string.Join('\n', _members.Select(m => m.Output));

    /// <summary>Starts a cluster; returns when all members are ready.</summary>
    /// <param name="connectionString">Its database.</param>
    /// <param name="roles">The roles of each member, such as <c>batch</c>, or <c>batch,realtime</c>.</param>
    /// <param name="environment">Settings of all of them.</param>
    public static async Task<ClusterProcesses> StartAsync(
        string connectionString, IReadOnlyList<string> roles, params (string Name, string? Value)[] environment)
    {
        var cluster = new ClusterProcesses(connectionString, environment);
        try
        {
            foreach (var role in roles)
            {
                cluster.Add(role);
            }

            await Task.WhenAll(cluster.Members.Select(m => m.StartAsync()));
            return cluster;
        }
        catch
        {
            cluster.Dispose();
            throw;
        }
    }

    /// <summary>Adds a member, which is not started yet.</summary>
    public ClusterProcess Add(string roles, params (string Name, string? Value)[] environment)
    {
        var member = new ClusterProcess($"member {_members.Count + 1}", roles, [.. _environment, .. environment]);
        _members.Add(member);
        return member;
    }

    /// <summary>Removes a member, and kills its process.</summary>
    public void Remove(ClusterProcess member)
    {
        _members.Remove(member);
        member.Dispose();
    }

    /// <summary>The members that have a role.</summary>
    public IReadOnlyList<ClusterProcess> With(string role) => [.. _members.Where(m => m.Roles.Split(',').Contains(role))];

    /// <summary>A client of a gateway that carries the first project's key; paths are relative: <c>batches</c>.</summary>
    public HttpClient NewClient(int gateway = 0) => new()
    {
        BaseAddress = new Uri(Gateways[gateway].Url + "/api/v2/"),
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Api-Key", Key) },
    };

    public void Dispose()
    {
        foreach (var member in _members)
        {
            member.Dispose();
        }
    }
}
