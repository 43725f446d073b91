using System.Net;
using System.Text.RegularExpressions;

namespace Orleans.Batch.Gateway.Tests.Dashboard;

/// <summary>A browser without script: keeps cookies, requests pages, sends forms, follows no redirects by itself.</summary>
internal sealed partial class Browser : IDisposable
{
    private readonly HttpClient _client;

    public Browser(Uri address)
    {
        Cookies = new CookieContainer();
        _client = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = false }, disposeHandler: true)
        {
            BaseAddress = address,
        };
        _client.DefaultRequestHeaders.TryAddWithoutValidation("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
    }

    public CookieContainer Cookies { get; }

    public string FormToken { get; private set; } = "";

    public static async Task<Browser> SignedInAsync(GatewayHost host)
    {
        var browser = new Browser(host.Address);
        (await browser.PostAsync("sign-in", ("key", FakeService.Key))).Status.ShouldBe(303);
        await browser.GetAsync("batches");
        return browser;
    }

    public async Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _client.SendAsync(request);
        var answer = await Answer.OfAsync(response);
        FormToken = Token().Match(answer.Body) is { Success: true } found ? found.Groups["token"].Value : FormToken;
        return answer;
    }

    /// <summary>Sends a form unchanged.</summary>
    public Task<Answer> PostAsync(string path, params (string Name, string Value)[] fields) => PostAsync(path, [], fields);

    public async Task<Answer> PostAsync(string path, (string Name, string Value)[] headers, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(fields.ToDictionary(f => f.Name, f => f.Value)),
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _client.SendAsync(request);
        return await Answer.OfAsync(response);
    }

    /// <summary>Sends a form of the page that was loaded last.</summary>
    public Task<Answer> SubmitAsync(string path, params (string Name, string Value)[] fields) =>
        PostAsync(path, [], [("form_token", FormToken), .. fields]);

    /// <summary>Sends a form with a file in it.</summary>
    public async Task<Answer> SendFileAsync(string path, string token, string name, byte[] content, bool onceMore = false)
    {
        using var form = new MultipartFormDataContent();
        form.Add(new StringContent(token), "form_token");
        form.Add(new StringContent("Night <b>"), "name");
        form.Add(new StringContent("store_only"), "extraction");
        if (onceMore)
        {
            form.Add(new StringContent("yes"), "once-more");
        }

        form.Add(new ByteArrayContent(content), "file", name);
        using var response = await _client.PostAsync(new Uri(path, UriKind.Relative), form);
        return await Answer.OfAsync(response);
    }

    public Task<Stream> OpenAsync(string path) => _client.GetStreamAsync(new Uri(path, UriKind.Relative));

    public void Dispose() => _client.Dispose();

    [GeneratedRegex("name=\"form_token\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();
}
