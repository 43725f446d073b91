using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Xunit.Abstractions;

namespace Orleans.Batch.EndToEnd.Clusters.Tls;

/// <summary>Mutual TLS between the processes of a cluster: calls with the right certificate work, and others are refused.</summary>
[Collection(ClusterCollection.Name)]
public sealed class TlsTests(TlsSite site, ClusterSite plain, ITestOutputHelper output) : IClassFixture<TlsSite>, IDisposable
{
    private const string Refusal = "Authentication failed";

    // If the cluster is incomplete, this explains other failures.
    public void Dispose()
    {
        foreach (var member in site.Cluster.Members.Where(m => m.HasExited))
        {
            output.WriteLine(member.Output);
        }
    }

    [Fact]
    public async Task Cluster_WithCertificatesOfItsOwn_Works()
    {
        using var http = site.Cluster.NewClient();
        (await http.PostAsJsonAsync("graph/create", new { graph_id = "g" })).EnsureSuccessStatusCode();
        var batch = (await SendAsync(http, "batches", new { })).GetProperty("batch_id").GetString();
        await SendAsync(http, $"batches/{batch}/items", new
        {
            items = new[] { new { type = "graph_episode", graph_id = "g", data_type = "text", data = "Kim lives in Porto." } },
        });
        await SendAsync(http, $"batches/{batch}/process", new { });

        // Gateway to silo by wake-ups; silo to silo by the live write, whose graph belongs to another silo.
        await Eventually.TrueAsync(
            async () => (await http.GetFromJsonAsync<JsonElement>($"batches/{batch}")).GetProperty("status").GetString() == "succeeded");
        await SendAsync(http, "graph", new { graph_id = "g", type = "text", data = "Kim works at Acme." });
        await Eventually.TrueAsync(
            async () => (await http.GetFromJsonAsync<JsonElement>("graph/episodes/graph/g?lastn=5")).GetProperty("episodes").GetArrayLength() == 2);
    }

    [Fact]
    public async Task Connection_WithoutTheRightCertificate_IsRefusedBySilosAndLogged()
    {
        var silo = site.Cluster.Members[0];
        foreach (var port in (int[])[silo.SiloPort, silo.ClientPort])
        {
            foreach (var certificate in (X509Certificate2?[])[null, site.OfAnotherAuthority(), site.OfAnotherName()])
            {
                var before = Count(silo.Output, Refusal);
                await ShouldBeEndedAsync(port, certificate);

                // The reason is logged each time, because a connection may end for other reasons.
                await Eventually.TrueAsync(() => Task.FromResult(Count(silo.Output, Refusal) > before));
            }
        }

        var reason = $"The certificate 'CN=other.cluster.test' of 'CN=the cluster's own authority' is refused: it is not for {TlsSite.HostName}";
        await Eventually.TrueAsync(() => Task.FromResult(silo.Output.Contains(reason, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task OperatorsPages_AreTheOperatorsAlone()
    {
        (await OpsAsync(site.Cluster.Url)).ShouldBe(HttpStatusCode.Unauthorized);
        (await OpsAsync(site.Cluster.Url, Basic(TlsSite.OperatorSecret))).ShouldBe(HttpStatusCode.OK);
        (await OpsAsync(site.Cluster.Url, Basic(site.Cluster.Key))).ShouldBe(HttpStatusCode.Unauthorized, "a project's key as the password");
        (await OpsAsync(site.Cluster.Url, new AuthenticationHeaderValue("Api-Key", site.Cluster.Key))).ShouldBe(HttpStatusCode.Unauthorized);
        (await OpsAsync(site.Cluster.Url, cookies: await SignInAsync())).ShouldBe(HttpStatusCode.Unauthorized, "a session of a project");
        (await OpsAsync(plain.Cluster.Url, Basic(TlsSite.OperatorSecret))).ShouldBe(HttpStatusCode.NotFound, "no secret was set there");
    }

    [Fact]
    public async Task Silo_WithACertificateOfAnotherAuthority_DoesNotJoinAndBothSidesSayWhy()
    {
        var stranger = site.Add(site.OfAnotherAuthority());
        try
        {
            stranger.Launch();
            await Eventually.TrueAsync(() => Task.FromResult(stranger.Output.Contains("Failed to get ping responses", StringComparison.Ordinal)));

            var reason = $"The certificate 'CN={TlsSite.HostName}' of 'CN=another authority' is refused";
            await Eventually.TrueAsync(
                () => Task.FromResult(site.Cluster.Members[0].Output.Contains(reason, StringComparison.Ordinal)));
            stranger.Output.ShouldNotContain("Ready as");
        }
        finally
        {
            output.WriteLine(stranger.Output);
            site.Cluster.Remove(stranger);
        }
    }

    private static async Task ShouldBeEndedAsync(int port, X509Certificate2? certificate)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        await using var tls = new SslStream(client.GetStream());
        try
        {
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = TlsSite.HostName,
                ClientCertificateContext = certificate is null ? null : SslStreamCertificateContext.Create(certificate, null, offline: true),
                RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.Subject == "CN=" + TlsSite.HostName,
            });
            (await tls.ReadAsync(new byte[1]).AsTask().WaitAsync(Eventually.MaxWait)).ShouldBe(0);
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            // It ended with a reason.
        }
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static AuthenticationHeaderValue Basic(string password) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("operator:" + password)));

    private static async Task<HttpStatusCode> OpsAsync(string url, AuthenticationHeaderValue? credentials = null, CookieContainer? cookies = null)
    {
        using var http = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies ?? new CookieContainer() });
        http.DefaultRequestHeaders.Authorization = credentials;
        using var answer = await http.GetAsync(new Uri(url + "/ops/"));
        return answer.StatusCode;
    }

    private async Task<CookieContainer> SignInAsync()
    {
        var cookies = new CookieContainer();
        using var http = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies, AllowAutoRedirect = false });
        using var form = new FormUrlEncodedContent([new("key", site.Cluster.Key), new("return", "/batches")]);
        using var request = new HttpRequestMessage(HttpMethod.Post, site.Cluster.Url + "/sign-in") { Content = form };
        request.Headers.Add("Origin", site.Cluster.Url);
        using var answer = await http.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther, await answer.Content.ReadAsStringAsync());
        cookies.Count.ShouldBeGreaterThan(0);
        return cookies;
    }

    private static async Task<JsonElement> SendAsync(HttpClient http, string path, object body)
    {
        using var answer = await http.PostAsJsonAsync(path, body);
        answer.IsSuccessStatusCode.ShouldBeTrue($"{path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
