using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Orleans.Batch.EndToEnd.Clusters.Tls;

/// <summary>A certificate authority for tests.</summary>
internal sealed class TestAuthority : IDisposable
{
    private static readonly DateTimeOffset Since = TimeProvider.System.GetUtcNow().AddDays(-1);

    private readonly X509Certificate2 _root;

    public TestAuthority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        _root = request.CreateSelfSigned(Since, Since.AddDays(3));
    }

    /// <summary>The authority's certificate, for those that trust it.</summary>
    public string Pem => _root.ExportCertificatePem();

    /// <summary>A certificate for clients and servers, with its key.</summary>
    public X509Certificate2 Issue(string hostName)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={hostName}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(hostName);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], critical: false)); // server and client authentication
        using var bare = request.Create(_root, Since, Since.AddDays(2), RandomNumberGenerator.GetBytes(8));
        return bare.CopyWithPrivateKey(key);
    }

    public void Dispose() => _root.Dispose();
}
