using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace Orleans.Batch.EndToEnd.Isolation;

/// <summary>
/// Every route and every field of every body that carries an id, as the OpenAPI document lists them: an id of another
/// project, or of another graph, gives the answer of an id that does not exist.
/// </summary>
[Trait("Category", "Long")]
public sealed class IsolationTests(ITestOutputHelper output)
{
    private const string Secret = "Zanzibar";

    // The tenant's own ids in these have no effect, or only on the order of the results.
    private static readonly string[] WithoutEffect = ["center_node_uuid", "uuid_cursor"];

    [Fact]
    public Task EveryIdOfVersion3_OfAnotherProjectOrGraph_IsAnsweredAsUnknown() => ProbeAsync(static t => new BaseRequests(t));

    [Fact]
    public Task EveryIdOfVersion4_OfAnotherProjectOrGraph_IsAnsweredAsUnknown() => ProbeAsync(static t => new BaseRequestsV4(t));

    private async Task ProbeAsync(Func<Tenant, IBaseRequests> version)
    {
        using var data = new TemporaryDataDirectory();
        using var server = await RunningServer.ServeAsync(
            data, ("Models__Profiles__silent__Endpoint", "http://127.0.0.1:9/v1"), ("Models__Profiles__silent__Model", "silent"));
        using var prober = new Tenant(server.Url, await NewProjectAsync(data, "prober"), "prober", "Quartz");
        using var victim = new Tenant(server.Url, await NewProjectAsync(data, "victim"), "victim", Secret);
        using var sibling = new Tenant(server.Url, await NewKeyAsync(data, "prober"), "sibling", "Onyx");

        // In this order, so that the victim's graphs, and one of the same project, are newer than the searched one.
        await prober.FillAsync();
        await victim.FillAsync();
        await sibling.FillAsync();
        var before = await victim.SnapshotAsync();
        before.ShouldContain(Secret);

        var requests = version(prober);
        var probe = new Probe(requests, prober, victim, sibling);
        var operations = ApiOperation.ReadAll(
            await prober.Http.GetFromJsonAsync<JsonElement>(new Uri(requests.Document, UriKind.Relative)));
        foreach (var operation in operations.OrderBy(o => requests.Creating.ToList().IndexOf(o.Id)).ThenBy(o => o.Method != HttpMethod.Get))
        {
            await probe.RunAsync(operation);
        }

        output.WriteLine($"{operations.Count} operations, {probe.Fields} fields, {probe.Requests} requests");
        probe.Fields.ShouldBeGreaterThan(100, "the document lists fewer ids than the API has");
        probe.Effective.ShouldBe(probe.Expected, "ids of one's own in these fields have no effect, so nothing was tested");
        (await victim.SnapshotAsync()).ShouldBe(before);
    }

    private static async Task<string> NewProjectAsync(TemporaryDataDirectory data, string name)
    {
        await RunAsync(data, "projects", "create", name);
        return await NewKeyAsync(data, name);
    }

    private static async Task<string> NewKeyAsync(TemporaryDataDirectory data, string project) =>
        (await RunAsync(data, "keys", "create", "--project", project))
            .Split('\n', StringSplitOptions.TrimEntries).Single(l => l.StartsWith("ob_", StringComparison.Ordinal));

    private static async Task<string> RunAsync(TemporaryDataDirectory data, params string[] arguments)
    {
        var (code, text) = await ServerProcess.RunAsync([.. arguments, "--data-dir", data.Path]);
        code.ShouldBe(0, text);
        return text;
    }

    /// <summary>Sends the requests of an operation with an id changed, and compares the answers.</summary>
    private sealed class Probe(IBaseRequests requests, Tenant prober, Tenant victim, Tenant sibling)
    {
        private readonly HashSet<string> _known = [.. prober.Ids.Values, .. victim.Ids.Values, .. sibling.Ids.Values];
        private readonly SortedSet<string> _effective = [];
        private readonly SortedSet<string> _expected = [];

        public int Fields { get; private set; }

        public int Requests { get; private set; }

        /// <summary>Fields of reading calls in which the tenant's own id has an effect.</summary>
        public IEnumerable<string> Effective => _effective;

        /// <summary>Fields of reading calls in which the tenant's own id must have an effect.</summary>
        public IEnumerable<string> Expected => _expected;

        public async Task RunAsync(ApiOperation operation)
        {
            var bodies = requests.FindBodies(operation);
            foreach (var field in operation.Fields)
            {
                Fields++;
                foreach (var body in bodies)
                {
                    await CompareAsync(operation, field, body);
                }
            }
        }

        private async Task CompareAsync(ApiOperation operation, IdField field, JsonObject? body)
        {
            // Ids of every kind name the scope of a request; ids of a graph's contents name what is looked for in it.
            var foreign = !field.IsUuid ? victim.Names
                : field.IsScope ? victim.Uuids
                : victim.Contents.Concat(sibling.Contents);
            foreach (var id in foreign)
            {
                var unknown = Unknown(id);
                var expected = await SendAsync(operation, field, body, unknown);
                var answer = await SendAsync(operation, field, body, id);
                (answer == expected).ShouldBeTrue(
                    $"{operation.Id}, {field}: {id} of another gets\n{answer}\nan unknown id gets\n{expected}\nwith the body {body}");
            }

            if (requests.Reads(operation))
            {
                await SeeOwnAsync(operation, field, body);
            }
        }

        // A comparison of two empty answers proves nothing: the tenant's own ids must change the answer.
        private async Task SeeOwnAsync(ApiOperation operation, IdField field, JsonObject? body)
        {
            if (WithoutEffect.Contains(field.Name) || operation.Id is "watchBatch" or "batch.watch" or "resendWebhookMessage")
            {
                return;
            }

            foreach (var id in field.IsUuid ? prober.Uuids : prober.Names)
            {
                var answer = await SendAsync(operation, field, body, id);
                if (answer.StartsWith("400", StringComparison.Ordinal))
                {
                    continue; // nodes have no filter by the ends of edges
                }

                _expected.Add($"{operation.Id} {field}");
                if (answer != await SendAsync(operation, field, body, Unknown(id)))
                {
                    _effective.Add($"{operation.Id} {field}");
                    return;
                }
            }
        }

        private async Task<string> SendAsync(ApiOperation operation, IdField field, JsonObject? body, string id)
        {
            Requests++;
            var path = operation.Path;
            foreach (var name in operation.Fields.Where(f => f.Place == IdPlace.Path).Select(f => f.Name))
            {
                var value = field.Place == IdPlace.Path && field.Name == name ? id : requests.FindId(operation, name);
                path = path.Replace("{" + name + "}", value, StringComparison.Ordinal);
            }

            var query = field.Place == IdPlace.Query ? $"{field.Name}={id}" : requests.FindQuery(operation);
            using var request = new HttpRequestMessage(operation.Method, query is null ? path : $"{path}?{query}");
            if (body is not null)
            {
                var sent = body.DeepClone().AsObject();
                if (field.Place == IdPlace.Body)
                {
                    field.Set(sent, id);
                }

                request.Content = JsonContent.Create(sent);
            }

            using var answer = await prober.Http.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            text.ShouldNotContain(Secret, Case.Sensitive, $"{operation.Id}, {field}, {id}, {body}");
            return ProbeAnswer.Normalize(answer, text, id, _known);
        }

        // With the same shape and the same position in every order: within the same graph's range if the id has one.
        private static string Unknown(string id)
        {
            if (!Guid.TryParse(id, out var uuid))
            {
                return "no-" + id[3..];
            }

            var bytes = uuid.ToByteArray(bigEndian: true);
            bytes[9] ^= 0x2A;
            bytes[10] ^= 0x55;
            return new Guid(bytes, bigEndian: true).ToString();
        }
    }
}
