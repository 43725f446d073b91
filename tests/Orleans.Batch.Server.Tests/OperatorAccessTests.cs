using System.Net;
using System.Text;

namespace Orleans.Batch.Server.Tests;

/// <summary>Access to the Orleans Dashboard.</summary>
public sealed class OperatorAccessTests : IDisposable
{
    private const string Given = "operator-secret-0123";

    private readonly TemporaryDataDirectory _data = new();
    private readonly HttpClient _http = new();

    public void Dispose()
    {
        _http.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task Secret_OfTheDataDirectory_OpensTheDashboardAndNothingElseDoes()
    {
        using var server = await RunningServer.ServeAsync(_data);
        var file = _data.In("secrets", "operator-secret");
        var secret = (await File.ReadAllTextAsync(file)).Trim();
        server.Output.ShouldContain($"{server.Url}/ops, any user name, password in {file}");

        var shown = await AskAsync(server, Basic("ops:" + secret));
        shown.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await shown.Content.ReadAsStringAsync()).ShouldContain("Orleans Dashboard");
        (await AskAsync(server, Basic(":" + secret))).StatusCode.ShouldBe(HttpStatusCode.OK);

        string?[] wrong =
        [
            null, "Basic", "Basic not base64!", Basic(secret), Basic("ops:"), Basic("ops:" + secret[1..]), Basic("ops:" + server.Key),
            "Api-Key " + secret, "Bearer " + secret, "Api-Key " + server.Key,
        ];
        foreach (var header in wrong)
        {
            var refused = await AskAsync(server, header);
            refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, header);
            refused.Headers.WwwAuthenticate.ToString().ShouldContain("Basic");
            (await refused.Content.ReadAsStringAsync()).ShouldContain(file);
        }

        (await _http.GetAsync(new Uri(server.Url + "/ops/DashboardCounters"))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Secret_OfTheEnvironment_IsTheOneThatOpens()
    {
        using var server = await RunningServer.ServeAsync(_data, ("BATCH_OPERATOR_SECRET", Given));

        (await AskAsync(server, Basic("ops:" + Given))).StatusCode.ShouldBe(HttpStatusCode.OK);
        File.Exists(_data.In("secrets", "operator-secret")).ShouldBeFalse();
    }

    [Fact]
    public async Task Secret_ThatIsShort_IsRefusedBeforeAnythingStarts()
    {
        var (code, output) = await ServerProcess.RunAsync(["--data-dir", _data.Path], ("BATCH_OPERATOR_SECRET", "short"));

        code.ShouldBe(2);
        output.ShouldContain("BATCH_OPERATOR_SECRET has 5 characters; it needs 16 or more");
        Directory.Exists(_data.In("postgresql")).ShouldBeFalse();
    }

    private static string Basic(string credentials) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials));

    private Task<HttpResponseMessage> AskAsync(RunningServer server, string? header)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, server.Url + "/ops/");
        if (header is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", header);
        }

        return _http.SendAsync(request);
    }
}
