using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orleans.Batch.TestKit.Clusters;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.EndToEnd.Clusters.Tls;

/// <summary>A cluster of two silos and a gateway with mutual TLS, and certificates made for it.</summary>
public sealed class TlsSite : IAsyncLifetime
{
    /// <summary>The secret of the operator's pages.</summary>
    public const string OperatorSecret = "a-secret-of-the-operator";

    /// <summary>The name in the certificates of the cluster's processes.</summary>
    public const string HostName = "silo.cluster.test";

    // They have little to do, beside another cluster on the same PostgreSQL.
    private static readonly (string Name, string? Value)[] Few =
    [
        ("Cluster__DatabaseConnections", "2"), ("Database__RequestConnections", "2"), ("Database__LiveConnections", "2"),
        ("Database__IngestionConnections", "2"), ("Database__DeliveryConnections", "2"), ("Database__SearchConnections", "1"),
        ("Database__BackgroundConnections", "4"), ("Ingestion__Writers", "1"),
    ];

    private readonly string _directory = Directory.CreateTempSubdirectory("ob-tls-").FullName;
    private readonly string _password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
    private readonly TestAuthority _ours = new("the cluster's own authority");
    private readonly TestAuthority _theirs = new("another authority");
    private TestDatabase? _database;
    private ClusterProcesses? _cluster;

    public ClusterProcesses Cluster => _cluster ?? throw new InvalidOperationException("InitializeAsync has not run");

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        var authority = Path.Combine(_directory, "authority.pem");
        await File.WriteAllTextAsync(authority, _ours.Pem);
        _cluster = await ClusterProcesses.StartAsync(
            _database.ConnectionString,
            ["batch", "realtime", "gateway"],
            [
                .. Few,
                ("Cluster__TlsCertificate", Save(Good())), ("Cluster__TlsPassword", _password), ("Cluster__TlsHostName", HostName),
                ("BATCH_OPERATOR_SECRET", OperatorSecret),
                ("Cluster__ProbeTimeout", "00:00:20"), // no silo may be declared dead here, even on a busy machine
                ("SSL_CERT_FILE", authority), // .NET's trusted authorities on Linux
            ]);
    }

    public async Task DisposeAsync()
    {
        _cluster?.Dispose();
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        _ours.Dispose();
        _theirs.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>The certificate of every process of the cluster.</summary>
    internal X509Certificate2 Good() => _ours.Issue(HostName);

    /// <summary>A certificate with the right name, by an authority that the cluster does not trust.</summary>
    internal X509Certificate2 OfAnotherAuthority() => _theirs.Issue(HostName);

    /// <summary>A certificate by the right authority, with a name outside the cluster.</summary>
    internal X509Certificate2 OfAnotherName() => _ours.Issue("other.cluster.test");

    /// <summary>A silo with another certificate; it is not started.</summary>
    internal ClusterProcess Add(X509Certificate2 certificate) => Cluster.Add("batch", ("Cluster__TlsCertificate", Save(certificate)));

    private string Save(X509Certificate2 certificate)
    {
        var file = Path.Combine(_directory, $"{Guid.NewGuid():N}.pfx");
        File.WriteAllBytes(file, certificate.Export(X509ContentType.Pkcs12, _password));
        return file;
    }
}
