using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Orleans.Batch.Gateway.Tests.Dashboard;

namespace Orleans.Batch.Gateway.Tests;

/// <summary>Requests that no client library sends. Each is refused as a client error, with a reason; none as a server error.</summary>
public sealed class MalformedRequestTests(HostFixture fixture) : IClassFixture<HostFixture>
{
    private readonly GatewayHost _host = fixture.Fresh();

    [Theory]
    [InlineData("application/json", "FFFFFFFFFFFFFFFFF\r\n{}\r\n0\r\n\r\n")]
    [InlineData("application/json", "7FFFFFFFFFFFFFFFF\r\n")]
    [InlineData("application/json", "-1\r\n{}\r\n0\r\n\r\n")]
    [InlineData("application/json", "zz\r\n{}\r\n0\r\n\r\n")]
    [InlineData("application/json", "2\r\n{}}}}\r\n0\r\n\r\n")]
    [InlineData("application/json", "\r\n\r\n")]
    [InlineData("application/json", "2;x=\u0001\r\n{}\r\n0\r\nno trailer\r\n\r\n")]
    [InlineData("application/x-ndjson", "FFFFFFFFFFFFFFFFF\r\n{}\r\n0\r\n\r\n")]
    [InlineData("application/x-ndjson", "zz\r\n{}\r\n0\r\n\r\n")]
    public async Task BadChunks_Are400(string contentType, string body)
    {
        var answer = await _host.SendRawAsync(
            "POST /" + _host.ItemsPath,
            Encoding.Latin1.GetBytes(body),
            GatewayHost.WithKey("Transfer-Encoding: chunked", "Content-Type: " + contentType));

        answer.ShouldBeError(400, "invalid_request");
        _host.Service.Added.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=b", "")]
    [InlineData("multipart/form-data; boundary=b", "--b")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\n")]
    [InlineData("multipart/form-data; boundary=b", "--b--\r\n")]
    [InlineData("multipart/form-data; boundary=b", "--x\r\n\r\nvalue\r\n--x--\r\n")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\nvalue")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"name\"\r\nno header\r\n\r\nvalue\r\n--b--\r\n")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: \u0001;;==\r\n\r\nvalue\r\n--b--\r\n")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\ngraph_id,data")]
    [InlineData("multipart/form-data; boundary=\"", "--b--\r\n")]
    [InlineData("multipart/form-data; boundary=", "--b--\r\n")]
    [InlineData("multipart/form-data", "--b--\r\n")]
    [InlineData("multipart/form-data; boundary=\u0001", "--b--\r\n")]
    [InlineData("multipart/form-data; boundary=b; boundary=c", "--b--\r\n")]
    [InlineData("application/x-www-form-urlencoded", "%")]
    [InlineData("application/x-www-form-urlencoded", "form_token=%00&a=%FF%FE&=&&&==")]
    [InlineData("application/x-www-form-urlencoded; charset=utf-7", "form_token=a")]
    [InlineData("application/x-www-form-urlencoded; charset=none", "form_token=a")]
    [InlineData("text/plain", "form_token=a")]
    [InlineData(";;;", "form_token=a")]
    public async Task BadForms_AreRefusedOnEveryPage(string contentType, string body)
    {
        using var browser = await Browser.SignedInAsync(_host);
        var cookies = browser.Cookies.GetCookieHeader(_host.Address);
        _host.FormPaths.Count.ShouldBeGreaterThan(15);
        foreach (var path in _host.FormPaths)
        {
            var answer = await _host.SendRawAsync(
                "POST " + path,
                Encoding.Latin1.GetBytes(body),
                "Cookie: " + cookies,
                "Content-Type: " + contentType,
                $"Content-Length: {body.Length}");

            answer.Status.ShouldBeOneOf([400, 401, 403], $"{path}: {answer.Body}");
            answer.Body.ShouldNotBeNullOrWhiteSpace(path);
        }

        _host.Service.Created.ShouldBeEmpty();
        _host.Log.Lines.ShouldAllBe(static l => l.Level < LogLevel.Error);
    }

    [Theory]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\n{0}\r\n--b--\r\n")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\n{0}\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\ngraph_id,data\r\ng,cut")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\n{0}\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.ndjson\"\r\n\r\n{{}}")]
    public async Task FileThatBreaksOff_IsRefusedAndNothingIsKept(string form)
    {
        using var browser = await Browser.SignedInAsync(_host);
        await browser.GetAsync("batches/new");
        var body = string.Format(CultureInfo.InvariantCulture, form, browser.FormToken);

        var answer = await _host.SendRawAsync(
            "POST /batches/new",
            Encoding.Latin1.GetBytes(body),
            "Cookie: " + browser.Cookies.GetCookieHeader(_host.Address),
            "Content-Type: multipart/form-data; boundary=b",
            $"Content-Length: {body.Length}");

        answer.Status.ShouldBe(400, answer.Body);
        _host.Service.Added.ShouldBeEmpty();
        _host.Service.Created.Count.ShouldBe(_host.Service.Deleted.Count);
    }
}
