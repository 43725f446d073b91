using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orleans.Batch.Grains.Settings;
using Orleans.Connections.Security;

namespace Orleans.Batch.Grains.Hosting;

/// <summary>Mutual TLS between the processes of a cluster: all have a certificate of one name, by an authority that all trust.</summary>
internal sealed class ClusterTls
{
    private readonly X509Certificate2 _certificate;
    private readonly string _hostName;

    private ClusterTls(X509Certificate2 certificate, string hostName) => (_certificate, _hostName) = (certificate, hostName);

    /// <summary>TLS according to the settings; null for plain connections.</summary>
    public static ClusterTls? FromSettings(ClusterSettings settings)
    {
        if (settings.TlsCertificate is not { Length: > 0 } file)
        {
            return null;
        }

        if (settings.TlsHostName is not { Length: > 0 } hostName)
        {
            throw new ClusterSettingsException(
                "Cluster:TlsCertificate needs Cluster:TlsHostName, the name in the other processes' certificates.");
        }

        try
        {
            return new ClusterTls(X509CertificateLoader.LoadPkcs12FromFile(file, settings.TlsPassword), hostName);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new ClusterSettingsException(
                $"Cluster:TlsCertificate: {file} cannot be read: {e.Message}", e);
        }
    }

    public void Configure(TlsOptions options)
    {
        options.LocalCertificate = _certificate;
        options.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.OnAuthenticateAsClient = (_, client) => client.TargetHost = _hostName;

        options.RemoteCertificateValidation = Validate;
    }

    // The name is checked for clients too: a trusted authority may have issued certificates to others.
    private bool Validate(X509Certificate2 certificate, X509Chain? chain, SslPolicyErrors problems)
    {
        var reason = problems == SslPolicyErrors.None
            ? certificate.MatchesHostname(_hostName) ? null : $"it is not for {_hostName} (Cluster:TlsHostName)"
            : string.Join(", ", chain?.ChainStatus.Select(s => s.StatusInformation.Trim()).Prepend($"{problems}") ?? [$"{problems}"]);

        // An exception, because it is logged with its reason; returning false would not give a reason.
        return reason is null ? true : throw new AuthenticationException(
            $"The certificate '{certificate.Subject}' of '{certificate.Issuer}' is refused: {reason}");
    }
}
