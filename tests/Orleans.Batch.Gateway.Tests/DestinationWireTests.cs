using System.Text;

namespace Orleans.Batch.Gateway.Tests;

/// <summary>Users, graphs and threads in one call.</summary>
public sealed class DestinationWireTests(HostFixture fixture) : IClassFixture<HostFixture>
{
    private const string Path = "api/v2/destinations";

    private readonly GatewayHost _host = fixture.Fresh();

    [Fact]
    public async Task Create_EveryFieldArrives()
    {
        var answer = await _host.PostAsync(
            Path,
            """
            {"threads":[{"thread_id":"t/1","user_id":"u"}],
             "graphs":[{"graph_id":"g","name":"n","description":"d","time_zone":"Europe/Oslo"},{"graph_id":"h"}],
             "users":[{"user_id":"u","email":"e","first_name":"f","last_name":"l","metadata":{"a":1e400},"time_zone":"z","disable_default_ontology":true}]}
            """);

        answer.Status.ShouldBe(200, answer.Body);
        answer.Body.ShouldBe("""{"created":{"users":1,"graphs":2,"threads":1},"existing":{"users":1,"graphs":2,"threads":3}}""");
        var (given, key) = _host.Directory.Many.ShouldHaveSingleItem();
        key.ShouldBeNull();
        given.Users.ShouldBe([new NewUser("u", new()
        {
            Email = "e", FirstName = "f", LastName = "l", Metadata = new("""{"a":1e400}"""), TimeZone = "z", DisableDefaultOntology = true,
        })]);
        given.Graphs.ShouldBe([new NewGraph("g", new() { Name = "n", Description = "d", TimeZone = "Europe/Oslo" }), new NewGraph("h", new())]);
        given.Threads.ShouldBe([new NewThread("t/1", "u")]);
    }

    [Fact]
    public async Task Create_ManyProblems_AreToldAtOnceWithListIndexAndField()
    {
        var answer = await _host.PostAsync(
            Path,
            $$"""
            {"users":[{"user_id":"u"},{"user_id":"","email":5},7],
             "graphs":[{"graph_id":"{{new string('x', 501)}}"},{"name":"n"}],
             "threads":[{"thread_id":"t","user_id":"u","thread_id":"s"},null]}
            """);

        answer.ShouldBeError(400, "too_long");
        answer.Message.ShouldBe("bad request: graphs[0]: graph_id may have at most 500 characters, got 501 (7 problems in all)");
        answer.Errors.Select(e => (e.GetProperty("index").GetInt32(), e.GetProperty("field").GetString(), e.GetProperty("code").GetString())).ShouldBe(
        [
            (0, "graphs[0].graph_id", "too_long"),
            (0, "threads[0].thread_id", "duplicate_key"),
            (1, "users[1].email", "wrong_type"),
            (1, "users[1].user_id", "invalid_id"),
            (1, "graphs[1].graph_id", "required"),
            (1, "threads[1]", "wrong_type"),
            (2, "users[2]", "wrong_type"),
        ]);
        _host.Directory.Many.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("", "malformed_json")]
    [InlineData("[]", "wrong_type")]
    [InlineData("{}", "required")]
    [InlineData("""{"user":[{"user_id":"u"}]}""", "required")]
    [InlineData("""{"users":[],"graphs":null,"threads":[]}""", "required")]
    [InlineData("""{"users":{"user_id":"u"}}""", "wrong_type")]
    [InlineData("""{"users":"u"}""", "wrong_type")]
    [InlineData("""{"users":[["u"]]}""", "wrong_type")]
    [InlineData("""{"users":[{"user_id":1}]}""", "wrong_type")]
    [InlineData("""{"users":[{"user_id":"u","metadata":[]}]}""", "wrong_type")]
    [InlineData("""{"threads":[{"thread_id":"t","user_id":null}]}""", "required")]
    [InlineData("""{"users":[{"user_id":"u"}],"users":[]}""", "duplicate_key")]
    public async Task Create_BadBody_IsRefused(string body, string code)
    {
        (await _host.PostAsync(Path, body)).ShouldBeError(400, code);
        _host.Directory.Many.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(5_000, 0, true)]
    [InlineData(2_500, 2_500, true)]
    [InlineData(2_501, 2_500, false)]
    [InlineData(5_001, 0, false)]
    [InlineData(0, 20_000, false)]
    public async Task Create_UpToFiveThousandTogether(int users, int graphs, bool accepted)
    {
        var body = new StringBuilder("{\"users\":[")
            .AppendJoin(',', Enumerable.Range(0, users).Select(i => $$"""{"user_id":"u{{i}}","metadata":{"text":"{{new string('x', 250)}}"} }"""))
            .Append("],\"graphs\":[")
            .AppendJoin(',', Enumerable.Range(0, graphs).Select(i => $$"""{"graph_id":"g{{i}}"}"""))
            .Append("]}");

        var answer = await _host.PostAsync(Path, body.ToString());

        if (accepted)
        {
            answer.Status.ShouldBe(200, answer.Body);
            _host.Directory.Many.ShouldHaveSingleItem().Destinations.Count.ShouldBe(users + graphs);
        }
        else
        {
            answer.ShouldBeError(400, "too_many").Message.ShouldContain("5000");
        }
    }

    [Fact]
    public async Task Create_WithAKey_IsHandedOnAndARepeatIsMarked()
    {
        const string body = """{"users":[{"user_id":"u"}]}""";
        (await _host.PostAsync(Path, Encoding.UTF8.GetBytes(body), Keyed)).Headers["Idempotent-Replayed"].ShouldBeEmpty();
        _host.Directory.Replay = true;

        (await _host.PostAsync(Path, Encoding.UTF8.GetBytes(body), Keyed)).Headers["Idempotent-Replayed"].Single().ShouldBe("true");

        _host.Directory.Many.Select(m => (m.Key!.Path, m.Key.Key)).ShouldBe([("/destinations", "k"), ("/destinations", "k")]);
    }

    [Fact]
    public async Task Create_RefusedWithAKey_IsRefusedAgainWithTheSameBody()
    {
        var body = """{"users":[{}]}"""u8.ToArray();
        var first = (await _host.PostAsync(Path, body, Keyed)).ShouldBeError(400, "required");

        var second = await _host.PostAsync(Path, body, Keyed);

        (second.Status, second.Headers["Idempotent-Replayed"].Single()).ShouldBe((400, "true"));
        second.Errors.Single().GetRawText().ShouldBe(first.Errors.Single().GetRawText());
    }

    private static void Keyed(HttpRequestMessage request) => request.Headers.Add("Idempotency-Key", "k");
}
