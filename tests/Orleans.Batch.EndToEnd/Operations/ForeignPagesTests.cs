using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Batch.Dashboard;
using Orleans.Batch.Gateway;

namespace Orleans.Batch.EndToEnd.Operations;

/// <summary>Every page and form of the dashboard, requested with another project's ids and with unknown ids.</summary>
public sealed partial class ForeignPagesTests
{
    [Fact]
    public async Task EveryPageWithAnId_OfAnotherProjectOrOfNothing_Is404()
    {
        using var data = new TemporaryDataDirectory();
        using var server = await RunningServer.ServeAsync(data);
        using var theirs = server.NewClient();
        using var ours = await OtherProjectAsync(server, data);
        var (their, our) = (await MakeAsync(theirs), await MakeAsync(ours));
        var (browser, token) = await SignInAsync(server, ours.DefaultRequestHeaders.Authorization!.Parameter!);
        using var signedIn = browser;
        var nothing = their.ToDictionary(static p => p.Key, static p => p.Value.Length == 36 ? Guid.NewGuid().ToString() : "nothing");

        // Also with one id of the other project below one of this project.
        var mixed = new Dictionary<string, string>(their, StringComparer.Ordinal) { ["batch_id"] = our["batch_id"], ["id"] = our["id"] };
        var asked = 0;
        foreach (var (method, pattern) in Pages())
        {
            var named = pattern.PathSegments.SelectMany(static s => s.Parts).OfType<RoutePatternParameterPart>().Select(static p => p.Name).ToArray();
            foreach (var ids in new[] { their, nothing, mixed }.Where(i => i != mixed || named.Length > 1))
            {
                foreach (var query in Queries(pattern, ids))
                {
                    var path = string.Join('/', pattern.PathSegments.Select(s => s.Parts[0] is RoutePatternParameterPart p
                        ? ids[p.Name]
                        : ((RoutePatternLiteralPart)s.Parts[0]).Content)) + query;
                    using var request = new HttpRequestMessage(method, path);
                    request.Content = method == HttpMethod.Post ? new FormUrlEncodedContent([new("form_token", token)]) : null;
                    using var answer = await browser.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                    answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, $"{method} {path}");
                    asked++;
                }
            }
        }

        asked.ShouldBeGreaterThan(80);
    }

    // Read from the program, so that a new page is included.
    private static (HttpMethod Method, RoutePattern Pattern)[] Pages()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddBatchGateway().AddBatchDashboard();
        foreach (var used in new[]
        {
            typeof(IBatchClient), typeof(IInsightClient), typeof(IUserClient), typeof(IThreadClient), typeof(IGraphClient), typeof(IEpisodeClient),
            typeof(INodeClient), typeof(IEdgeClient), typeof(IWebhookClient), typeof(ISessionService),
        })
        {
            builder.Services.AddSingleton(used, static _ => throw new NotSupportedException("Nothing is called here."));
        }

        var app = builder.Build();
        app.MapBatchDashboard();
        return [.. ((IEndpointRouteBuilder)app).DataSources.SelectMany(static d => d.Endpoints).OfType<RouteEndpoint>()
            .Where(static e => e.RoutePattern.Parameters.Count > 0 || e.RoutePattern.RawText!.StartsWith("/graphs/one", StringComparison.Ordinal))
            .SelectMany(static e => e.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Select(m => (new HttpMethod(m), e.RoutePattern)))];
    }

    private static string[] Queries(RoutePattern pattern, Dictionary<string, string> ids) =>
        pattern.RawText!.StartsWith("/graphs/one", StringComparison.Ordinal) ? [$"?graph_id={ids["graph"]}", $"?user_id={ids["user"]}"] : [""];

    private static async Task<Dictionary<string, string>> MakeAsync(HttpClient api)
    {
        var name = Guid.NewGuid().ToString("N");
        await PostAsync(api, "graph/create", new { graph_id = "g" + name });
        await PostAsync(api, "users", new { user_id = "u" + name });
        var batch = (await PostAsync(api, "batches", new { })).GetProperty("batch_id").GetString()!;
        var item = (await PostAsync(api, $"batches/{batch}/items", new
        {
            items = new[] { new { type = "graph_episode", graph_id = "g" + name, data = "Ann likes tea.", data_type = "text" } },
        }))[0];
        var endpoint = (await PostAsync(api, "webhooks/endpoints", new { url = "https://93.184.216.34/", events = new[] { "ingest.batch.completed" } }))
            .GetProperty("endpoint_id").GetString()!;
        var message = (await PostAsync(api, $"webhooks/endpoints/{endpoint}/test", new { })).GetProperty("message_id").GetString()!;
        return new(StringComparer.Ordinal)
        {
            ["batch_id"] = batch,
            ["item_id"] = item.GetProperty("item_id").GetString()!,
            ["uuid"] = item.GetProperty("episode_uuid").GetString()!,
            ["id"] = endpoint,
            ["message"] = message,
            ["graph"] = "g" + name,
            ["user"] = "u" + name,
        };
    }

    private static async Task<JsonElement> PostAsync(HttpClient api, string path, object body)
    {
        using var answer = await api.PostAsJsonAsync(path, body);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task<HttpClient> OtherProjectAsync(RunningServer server, TemporaryDataDirectory data)
    {
        (await ServerProcess.RunAsync(["projects", "create", "other", "--data-dir", data.Path])).ExitCode.ShouldBe(0);
        var created = await ServerProcess.RunAsync(["keys", "create", "--project", "other", "--data-dir", data.Path]);
        var key = created.Output.Split('\n', StringSplitOptions.TrimEntries).Single(static l => l.StartsWith("ob_", StringComparison.Ordinal));
        return new HttpClient
        {
            BaseAddress = new Uri(server.Url + "/api/v2/"),
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Api-Key", key) },
        };
    }

    private static async Task<(HttpClient Browser, string Token)> SignInAsync(RunningServer server, string key)
    {
        var browser = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(server.Url),
            DefaultRequestHeaders = { { "Accept", "text/html" } },
        };
        using var form = new FormUrlEncodedContent([new("key", key)]);
        using var signedIn = await browser.PostAsync(new Uri("/sign-in", UriKind.Relative), form);
        signedIn.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var page = await browser.GetStringAsync(new Uri("/batches", UriKind.Relative));
        return (browser, Token().Match(page).Groups["token"].Value);
    }

    [GeneratedRegex("name=\"form_token\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();
}
