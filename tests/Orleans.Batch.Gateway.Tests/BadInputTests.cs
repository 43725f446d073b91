using System.Text;

namespace Orleans.Batch.Gateway.Tests;

/// <summary>All errors of a body are reported together, each with its place, and nothing is stored.</summary>
public sealed class BadInputTests(HostFixture fixture) : IClassFixture<HostFixture>, IAsyncLifetime
{
    private const string Good = """{"type":"graph_episode","graph_id":"g","data":"d","data_type":"text"}""";

    private readonly GatewayHost _host = fixture.Fresh();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        _host.Service.Added.ShouldBeEmpty();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("", "malformed_json")]
    [InlineData("{", "malformed_json")]
    [InlineData("""{"items":[}""", "malformed_json")]
    [InlineData("""{"items":[]} x""", "malformed_json")]
    [InlineData("""{"items":[],}""", "malformed_json")]
    [InlineData("""{"items":[/*c*/]}""", "malformed_json")]
    [InlineData("""{"items":[{"type":NaN}]}""", "malformed_json")]
    [InlineData("{\"items\":[{\"data\":\"raw\u0000nul\"}]}", "malformed_json")]
    [InlineData("[]", "wrong_type")]
    [InlineData("null", "wrong_type")]
    [InlineData("{}", "required")]
    [InlineData("""{"items":null}""", "required")]
    [InlineData("""{"items":[]}""", "required")]
    [InlineData("""{"items":{}}""", "wrong_type")]
    [InlineData("""{"items":[1]}""", "wrong_type")]
    [InlineData("""{"items":[],"items":[]}""", "required")]
    public async Task Add_BadBody_IsRefused(string body, string code) => (await _host.AddAsync(body)).ShouldBeError(400, code);

    [Theory]
    [InlineData(""" "type":"fact" """, "type", "unknown_value")]
    [InlineData(""" "type":1 """, "type", "wrong_type")]
    [InlineData(""" "type":null """, "type", "required")]
    [InlineData(""" "graph_id":"g" """, "type", "required")]
    [InlineData(""" "type":"graph_episode","graph_id":7,"data":"d","data_type":"text" """, "graph_id", "wrong_type")]
    [InlineData(""" "type":"graph_episode","graph_id":"g","data":{},"data_type":"text" """, "data", "wrong_type")]
    [InlineData(""" "type":"graph_episode","graph_id":"g","data":"d","data_type":"fact_triple" """, "data_type", "unknown_value")]
    [InlineData(""" "type":"graph_episode","graph_id":"g","data":"d","data_type":"TEXT" """, "data_type", "unknown_value")]
    [InlineData(""" "type":"graph_episode","graph_id":"g","data":"d","data_type":"text","role":"boss" """, "role", "unknown_value")]
    [InlineData(""" "type":"graph_episode","graph_id":"g","data":null,"data_type":"text" """, "data", "required")]
    [InlineData(""" "type":"graph_episode","data":"d","data_type":"text" """, "graph_id", "required")]
    [InlineData(""" "type":"graph_episode","graph_id":"g","user_id":"u","data":"d","data_type":"text" """, "graph_id", "contradiction")]
    [InlineData(""" "type":"graph_episode","graph_id":"g","graph_id":"g","data":"d","data_type":"text" """, "graph_id", "duplicate_key")]
    [InlineData(""" "type":"graph_episode","graph_id":"g","gr\u0061ph_id":"g","data":"d","data_type":"text" """, "graph_id", "duplicate_key")]
    [InlineData(""" "type":"graph_episode","graph_id":"g","data":"d","data_type":"text","x":{"y":[{"a":1,"a":2}]} """, "x", "duplicate_key")]
    [InlineData(""" "type":"graph_episode","graph_id":"g","data":"d","data_type":"text","metadata":{"a":1,"\u0061":2} """, "metadata", "duplicate_key")]
    [InlineData(""" "type":"graph_episode","graph_id":"g","data":"d","data_type":"text","metadata":[] """, "metadata", "wrong_type")]
    [InlineData(""" "type":"graph_episode","graph_id":"g","data":"d","data_type":"text","metadata":{"a":{}} """, "metadata", "invalid_metadata")]
    [InlineData(""" "type":"graph_episode","graph_id":"g","data":"d","data_type":"text","metadata":{"a":[]} """, "metadata", "invalid_metadata")]
    [InlineData(""" "type":"graph_episode","graph_id":"g","data":"d","data_type":"text","metadata":{"a":"\u0000"} """, "metadata", "nul_character")]
    [InlineData(""" "type":"graph_episode","graph_id":"g","data":"d","data_type":"text","metadata":{"a":"\udc00"} """, "metadata", "invalid_encoding")]
    [InlineData(""" "type":"graph_episode","graph_id":"g","data":"d","data_type":"text","metadata":{"\ud800":1} """, "metadata", "invalid_encoding")]
    [InlineData(""" "type":"graph_episode","graph_id":"g","data":"\ud800","data_type":"text" """, "data", "invalid_encoding")]
    [InlineData(""" "type":"graph_episode","graph_id":"g","data":"a\u0000b","data_type":"text" """, "data", "nul_character")]
    [InlineData(""" "type":"graph_episode","graph_id":"\u202eabc","data":"d","data_type":"text" """, "graph_id", "invalid_id")]
    [InlineData(""" "type":"graph_episode","graph_id":"..","data":"d","data_type":"text" """, "graph_id", "invalid_id")]
    [InlineData(""" "type":"graph_episode","graph_id":"","data":"d","data_type":"text" """, "graph_id", "invalid_id")]
    [InlineData(""" "type":"graph_episode","graph_id":"g","data":"d","data_type":"text","created_at":"2024-03-01T09:00:00" """, "created_at", "invalid_date")]
    [InlineData(""" "type":"graph_episode","graph_id":"g","data":"d","data_type":"text","created_at":"2024-02-30T09:00:00Z" """, "created_at", "invalid_date")]
    [InlineData(""" "type":"graph_episode","graph_id":"g","data":"d","data_type":"text","created_at":"yesterday" """, "created_at", "invalid_date")]
    [InlineData(""" "type":"graph_episode","graph_id":"g","data":"d","data_type":"text","created_at":1700000000 """, "created_at", "wrong_type")]
    [InlineData(""" "type":"graph_episode","graph_id":"g","data":"d","data_type":"text","document_id":"" """, "document_id", "invalid_id")]
    [InlineData(""" "type":"thread_message","content":"c","role":"user" """, "thread_id", "required")]
    [InlineData(""" "type":"thread_message","thread_id":"t","role":"user" """, "content", "required")]
    [InlineData(""" "type":"thread_message","thread_id":"t","content":"c" """, "role", "required")]
    [InlineData(""" "type":"thread_message","thread_id":"t","content":"c","role":"user","graph_id":" g" """, "graph_id", "invalid_id")]
    public async Task Add_BadItem_IsRefusedWithIndexFieldAndCode(string fields, string field, string code)
    {
        var answer = await _host.AddAsync($$"""{"items":[{{Good}},{ {{fields}} }]}""");

        answer.ShouldBeError(400, code);
        answer.Errors.ShouldHaveSingleItem();
        answer.Errors[0].GetProperty("index").GetInt32().ShouldBe(1);
        answer.Errors[0].GetProperty("field").GetString().ShouldBe(field);
        answer.Message.ShouldContain("item 1");
    }

    [Theory]
    [InlineData("data", 10_000, "graph_episode")]
    [InlineData("source_description", 500, "thread_message")]
    [InlineData("content", 4_096, "thread_message")]
    [InlineData("name", 100, "thread_message")]
    [InlineData("document_id", 100, "graph_episode")]
    [InlineData("graph_id", 500, "graph_episode")]
    public async Task Add_TextOverItsLimit_IsRefusedAtAnySize(string field, int limit, string type)
    {
        foreach (var length in new[] { limit + 1, limit * 13, 2_000_000 })
        {
            var answer = await _host.AddAsync(
                $$"""{"items":[{"type":"{{type}}","{{field}}":"{{new string('x', length)}}"}]}""");

            answer.Status.ShouldBe(400);
            answer.Errors.ShouldContain(e => e.GetProperty("field").GetString() == field && e.GetProperty("code").GetString() == "too_long");
        }
    }

    [Fact]
    public async Task Add_EverythingWrong_IsSaidAtOnceInOrder()
    {
        var items = string.Join(',', Enumerable.Range(0, 400).Select(i => i % 2 == 0
            ? """{"type":"graph_episode","graph_id":1,"data":2,"data_type":3,"created_at":4}"""
            : """{"type":"thread_message"}"""));

        var answer = await _host.AddAsync($$"""{"items":[{{items}}]}""");

        answer.ShouldBeError(400, "wrong_type");
        answer.Json.GetProperty("error_count").GetInt32().ShouldBe((200 * 4) + (200 * 3));
        answer.Errors.Length.ShouldBe(1_000);
        answer.Errors.Select(e => e.GetProperty("index").GetInt32()).ShouldBeInOrder();
    }

    [Fact]
    public async Task Add_TooManyItems_IsRefusedWithTheCount()
    {
        var answer = await _host.AddAsync($$"""{"items":[{{string.Join(',', Enumerable.Repeat(Good, 501))}}]}""");

        answer.ShouldBeError(400, "too_many").Message.ShouldContain("501");
        answer.Message.ShouldContain("500");
    }

    [Fact]
    public async Task Add_BadUtf8_NamesTheByteOffset()
    {
        var body = Encoding.UTF8.GetBytes("""{"items":[{"data":"é?"}]}""");
        var offset = body.AsSpan().IndexOf((byte)'?');
        body[offset] = 0xFF;

        (await _host.PostAsync(_host.ItemsPath, body)).ShouldBeError(400, "invalid_encoding").Message.ShouldContain($"byte offset {offset})");

        var late = Encoding.UTF8.GetBytes($$"""{"items":[{"data":"{{new string('é', 100_000)}}?"}]}""");
        offset = late.AsSpan().IndexOf((byte)'?');
        late[offset] = 0xC0;
        (await _host.PostAsync(_host.ItemsPath, late)).ShouldBeError(400, "invalid_encoding").Message.ShouldContain($"byte offset {offset})");
    }

    [Fact]
    public async Task Add_BomOrUtf16_IsRefused()
    {
        const string text = """{"items":[]}""";
        foreach (var encoding in new Encoding[] { new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32 })
        {
            byte[] marked = [.. encoding.GetPreamble(), .. encoding.GetBytes(text)];
            (await _host.PostAsync(_host.ItemsPath, marked)).ShouldBeError(400, "invalid_encoding");
        }

        (await _host.PostAsync(_host.ItemsPath, Encoding.Unicode.GetBytes(text))).ShouldBeError(400, "invalid_encoding");
        (await _host.PostAsync(_host.ItemsPath, Encoding.BigEndianUnicode.GetBytes(text))).ShouldBeError(400, "invalid_encoding");
    }

    [Fact]
    public async Task Add_Depth65_IsRefused()
    {
        // The body, the items and the item are the first three levels.
        string Nested(int depth) => string.Concat(Enumerable.Repeat("[", depth - 3)) + string.Concat(Enumerable.Repeat("]", depth - 3));

        (await _host.AddAsync($$"""{"items":[{"type":"x","deep":{{Nested(64)}} }]}""")).ShouldBeError(400, "unknown_value");
        (await _host.AddAsync($$"""{"items":[{"type":"x","deep":{{Nested(65)}} }]}""")).ShouldBeError(400, "malformed_json").Message.ShouldContain("64");
    }

    [Fact]
    public async Task Add_ObjectWithTooManyKeys_IsRefused()
    {
        var keys = string.Join(',', Enumerable.Range(0, 10_100).Select(i => $"\"k{i}\":0"));

        (await _host.AddAsync($$"""{"items":[{"type":"x","big":{ {{keys}} } }]}""")).ShouldBeError(400, "too_many");
    }

    [Fact]
    public async Task Add_SqlInEveryText_IsJustText()
    {
        const string sql = "'; DROP TABLE items; -- ' OR 1=1--";
        var answer = await _host.AddAsync(
            $$"""{"items":[{"type":"graph_episode","graph_id":"{{sql}}","data":"{{sql}}","data_type":"text","source_description":"{{sql}}","document_id":"{{sql}}","metadata":{"{{sql}}":"{{sql}}"} }]}""");

        answer.Status.ShouldBe(200, answer.Body);
        _host.Service.Added.Single().GraphId.ShouldBe(sql);
        _host.Service.Added.Clear();
    }

    [Theory]
    [InlineData("""{"ignore_roles":["boss"]}""", "unknown_value")]
    [InlineData("""{"ignore_roles":"user"}""", "wrong_type")]
    [InlineData("""{"ignore_roles":[null]}""", "wrong_type")]
    [InlineData("""{"strict_ontology":"yes"}""", "wrong_type")]
    [InlineData("""{"metadata":[1]}""", "wrong_type")]
    [InlineData("""{"metadata":{"a":{"b":1,"b":2}}}""", "duplicate_key")]
    [InlineData("""{"metadata":{"a":{"b":"\ud800"}}}""", "invalid_encoding")]
    [InlineData("""{"metadata":{"a":[{"b":"\u0000"}]}}""", "nul_character")]
    [InlineData("""{"extraction":"magic"}""", "unknown_value")]
    public async Task Create_BadBody_IsRefused(string body, string code)
    {
        (await _host.PostAsync("api/v2/batches", body)).ShouldBeError(400, code);
        _host.Service.Created.ShouldBeEmpty();
    }

    [Fact]
    public async Task Create_MetadataOver16KiB_IsRefused() =>
        (await _host.PostAsync("api/v2/batches", $$"""{"metadata":{"a":"{{new string('x', 17_000)}}"} }""")).ShouldBeError(400, "too_long");

    [Theory]
    [InlineData("""{"user_id":"' OR 1=1--"}""", 201)]
    [InlineData("""{"user_id":"a/b c+d%2F ñ 日本"}""", 201)]
    [InlineData("""{"user_id":"a\u0000b"}""", 400)]
    [InlineData("""{"user_id":"a\u200fb"}""", 400)]
    [InlineData("""{"user_id":" a"}""", 400)]
    [InlineData("""{"user_id":""}""", 400)]
    [InlineData("""{"user_id":".."}""", 400)]
    [InlineData("""{"user_id":null}""", 400)]
    [InlineData("""{"email":"x"}""", 400)]
    [InlineData("""{"user_id":"u","metadata":"x"}""", 400)]
    [InlineData("""{"user_id":"u","disable_default_ontology":1}""", 400)]
    public async Task Users_Ids(string body, int status) => (await _host.PostAsync("api/v2/users", body)).Status.ShouldBe(status);

    [Theory]
    [InlineData("batches?limit=0")]
    [InlineData("batches?limit=-1")]
    [InlineData("batches?limit=ten")]
    [InlineData("batches?limit=1e3")]
    [InlineData("batches?limit=%201")]
    [InlineData("batches?limit=")]
    [InlineData("batches?limit=1&limit=2")]
    [InlineData("batches?cursor=-1")]
    [InlineData("batches?cursor=abc")]
    [InlineData("batches?cursor=99999999999999999999")]
    [InlineData("batches?status=done")]
    [InlineData("batches?status=Draft")]
    [InlineData("batches?status=1")]
    [InlineData("batches/not-a-uuid")]
    [InlineData("batches/not-a-uuid/items")]
    [InlineData("graph/episodes/not-a-uuid")]
    [InlineData("graph/list-all?pageSize=0")]
    [InlineData("graph/list-all?order_by=1;drop")]
    [InlineData("graph/list-all?asc=maybe")]
    [InlineData("threads/t/messages?lastn=0")]
    public async Task Queries_OutOfRange_AreRefused(string path)
    {
        var answer = await _host.GetAsync("api/v2/" + path);
        answer.ShouldBeError(400, answer.Code!);
    }

    [Fact]
    public async Task Queries_UnknownStatus_ListsTheAllowedOnes() =>
        (await _host.GetAsync("api/v2/batches?status=done")).ShouldBeError(400, "unknown_value").Message
            .ShouldContain("draft, queued, processing, invalid, succeeded, partial, failed, canceled");

    [Theory]
    [InlineData("batches?limit=1000000000")]
    [InlineData("batches?limit=99999999999999999999999999")]
    public async Task Queries_LargeLimit_IsClamped(string path)
    {
        (await _host.GetAsync("api/v2/" + path)).Status.ShouldBe(200);
        _host.Service.Queries.Single().ShouldBe(new BatchQuery(1_000));
    }

    [Theory]
    [InlineData("""{"limit":0}""")]
    [InlineData("""{"limit":-1}""")]
    [InlineData("""{"limit":1.5}""")]
    [InlineData("""{"limit":"5"}""")]
    [InlineData("""{"order_by":"content"}""")]
    [InlineData("""{"direction":"up"}""")]
    [InlineData("""{"mentioned_node_uuids":["x"]}""")]
    public async Task Episodes_BadListing_IsRefused(string body) =>
        (await _host.PostAsync("api/v2/graph/episodes/graph/g", body)).Status.ShouldBe(400);
}
