using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Orleans.Batch.Formats.Files;

namespace Orleans.Batch.Gateway.Tests;

/// <summary>Items as lines, in and out.</summary>
public sealed class NdjsonTests(HostFixture fixture) : IClassFixture<HostFixture>
{
    private const string Good = """{"type":"graph_episode","graph_id":"g","data":"d","data_type":"text"}""";

    private readonly GatewayHost _host = fixture.Fresh();

    [Fact]
    public async Task Lines_BlankOnesAndAnyLineEnd_AreItems()
    {
        var answer = await SendAsync($"{Good}\r\n\n  \n{Good.Replace("\"d\"", "\"é\"", StringComparison.Ordinal)}");

        answer.Status.ShouldBe(200, answer.Body);
        answer.Body.ShouldBe("""{"accepted":2,"first_sequence_index":0,"last_sequence_index":1}""");
        _host.Service.Added.Select(i => i.Content).ShouldBe(["d", "é"]);
    }

    [Fact]
    public async Task UnknownFieldsAndRecordsThatAreThere_AreTold()
    {
        _host.Service.RecordIds.Add("there");

        var answer = await SendAsync(
            Good[..^1] + ",\"created\":\"2019-01-01T00:00:00Z\",\"status\":\"failed\"}\n" + Good[..^1] + ",\"record_id\":\"there\",\"created\":1}");

        answer.Body.ShouldBe(
            """{"accepted":1,"first_sequence_index":0,"last_sequence_index":0,"already_loaded":1,"unknown_fields":[{"field":"created","lines":2,"first_line":1,"did_you_mean":"created_at"}]}""");
    }

    [Theory]
    [InlineData("created", "created_at")]
    [InlineData("createdAt", "created_at")]
    [InlineData("graph", "graph_id")]
    [InlineData("conten", "content")]
    [InlineData("datatype", "data_type")]
    [InlineData("colour", null)]
    [InlineData("x", null)]
    public void UnknownField_NearAKnownOne_NamesIt(string name, string? meant) => FieldSuggestion.For(name).ShouldBe(meant);

    [Fact]
    public async Task EveryBadLine_IsNamedWithItsFieldAndCode()
    {
        byte[] invalid = [.. "{\"data\":\""u8, 0xFF, .. "\"}"u8];
        byte[] body =
        [
            .. Utf8(Good + "\n"), .. invalid, .. Utf8("\n{\"type\":\"graph_episode\"}\n"), .. Utf8("[1]\n"),
            .. Utf8(Good + Good + "\n"), .. Utf8("{\"a\":1,\"a\":2,\"type\":\"x\"}\n"), .. Utf8("nonsense"),
        ];

        var answer = (await SendAsync(body)).ShouldBeError(400, "invalid_encoding");

        answer.Errors.Select(static e => (
                e.GetProperty("line").GetInt32(),
                e.TryGetProperty("field", out var field) ? field.GetString() : null,
                e.GetProperty("code").GetString()))
            .ShouldBe(
            [
                (2, null, "invalid_encoding"),
                (3, "graph_id", "required"), (3, "data", "required"), (3, "data_type", "required"),
                (4, null, "wrong_type"),
                (5, null, "malformed_json"),
                (6, "a", "duplicate_key"), (6, "type", "unknown_value"),
                (7, null, "malformed_json"),
            ]);
        answer.Body.ShouldNotContain("\"index\"");
        answer.Message.ShouldStartWith("bad request: line 2: the line is not valid UTF-8 (byte offset 9)");
        answer.Message.ShouldEndWith("nothing was added");
        _host.Service.Added.ShouldBeEmpty();
    }

    [Fact]
    public async Task ManyBadLines_AreAllCountedAndAThousandListed()
    {
        var answer = (await SendAsync(string.Concat(Enumerable.Repeat("{}\n", 2_500)))).ShouldBeError(400, "required");

        answer.Errors.Length.ShouldBe(1_000);
        answer.Json.GetProperty("error_count").GetInt32().ShouldBe(2_500);
    }

    [Fact]
    public async Task NothingButBadLines_AreNotReadForEver()
    {
        var answer = (await SendAsync(string.Concat(Enumerable.Repeat("{}\n", 150_000)))).ShouldBeError(400, "required");

        answer.Json.GetProperty("error_count").GetInt32().ShouldBe(100_000);
        answer.Message.ShouldContain("line 100000, where reading stopped");
    }

    [Fact]
    public async Task LineOverItsLimit_IsNamedAndPassedOver()
    {
        await using var host = await GatewayHost.StartAsync(static o => o.MaxLineBytes = 100_000);
        var long1 = Good.Replace("\"d\"", $"\"{new string('x', 200_000)}\"", StringComparison.Ordinal);
        var long2 = Good.Replace("\"d\"", $"\"{new string('x', 900_000)}\"", StringComparison.Ordinal);

        var answer = (await SendAsync(Utf8($"{Good}\n{long1}\n{Good}\n{long2}\n{{}}"), host: host)).ShouldBeError(400, "too_long");

        answer.Errors.Select(static e => (e.GetProperty("line").GetInt32(), e.GetProperty("code").GetString()))
            .ShouldBe([(2, "too_long"), (4, "too_long"), (5, "required")]);
    }

    [Fact]
    public async Task WholeOverItsLimit_Is413_AlsoWhereItWasPacked()
    {
        await using var host = await GatewayHost.StartAsync(static o => o.MaxStreamBytes = 1_000_000);
        var packed = Gzip(new byte[30_000_000]);

        (await SendAsync(packed, host: host, encoding: "gzip")).ShouldBeError(413, "too_long");
        var declared = await host.SendRawAsync(
            "POST /" + host.ItemsPath,
            GatewayHost.WithKey("Content-Length: 99999999999", "Content-Type: application/x-ndjson", "Expect: 100-continue"));
        declared.ShouldBeError(413, "too_long");
        host.Service.Added.ShouldBeEmpty();
    }

    [Fact]
    public async Task Gzip_IsReadAndBadGzipRefused()
    {
        (await SendAsync(Gzip(Utf8(Good)), encoding: "gzip")).Status.ShouldBe(200);
        (await SendAsync(Utf8(Good), encoding: "gzip")).ShouldBeError(400, "invalid_encoding");
        (await SendAsync(Gzip(Utf8(string.Concat(Enumerable.Repeat(Good + "\n", 5_000))))[..^50], encoding: "gzip")).Status.ShouldBe(400);
        (await SendAsync(Utf8(Good), encoding: "br")).ShouldBeError(415, "invalid_request");
        _host.Service.Added.Count.ShouldBe(1);
    }

    [Fact]
    public async Task GzipThatIsNotComplete_AddsNothing()
    {
        var lines = Utf8(string.Concat(Enumerable.Repeat(Good + "\n", 25)));
        using var packed = new MemoryStream();
        await using var gzip = new GZipStream(packed, CompressionLevel.Optimal);
        await gzip.WriteAsync(lines);
        await gzip.FlushAsync();
        var half = packed.ToArray();
        var whole = Gzip(lines);

        (byte[] Body, string Why)[] bodies =
        [
            (half, $"breaks off at byte {half.Length}"),
            (whole[..^8], $"breaks off at byte {whole.Length - 8}"),
            (whole[..^1], $"breaks off at byte {whole.Length - 1}"),
            ([.. whole, .. "more"u8], $"other bytes follow the end of the data, which is before byte {whole.Length + 4}"),
            ([.. whole, .. whole[..^20]], $"breaks off at byte {(2 * whole.Length) - 20}"),
            ([.. whole[..^8], 0, 0, 0, 0, .. whole[^4..]], "its checksum does not match"),
            ([.. whole[..^4], 0, 0, 0, 0], "its checksum does not match"),
            (lines, "begins with the bytes 7B22, gzip with 1F8B"),
        ];
        foreach (var (body, why) in bodies)
        {
            (await SendAsync(body, encoding: "gzip")).ShouldBeError(400, "invalid_encoding").Message
                .ShouldStartWith("bad request: the body is not complete, valid gzip: ");
            (await SendAsync(body, encoding: "gzip")).Message.ShouldContain(why);
        }

        _host.Service.Added.ShouldBeEmpty();
        (await SendAsync([.. whole, .. whole], encoding: "gzip")).Status.ShouldBe(200);
        _host.Service.Added.Count.ShouldBe(50);
    }

    [Fact]
    public async Task GzipThatUnpacksToTooMuch_Is400()
    {
        var bomb = Gzip(Utf8(Good + new string('\n', 100_000_000)));

        var answer = (await SendAsync(bomb, encoding: "gzip")).ShouldBeError(400, "too_many");

        answer.Message.ShouldBe("bad request: line 100002: more than 100000 blank lines, where reading stopped; nothing was added");
        await using var host = await GatewayHost.StartAsync(static o => o.MaxBlankLines = 200_000_000);
        (await SendAsync(bomb, host: host, encoding: "gzip")).ShouldBeError(400, "too_long").Message
            .ShouldStartWith("bad request: the body unpacks to more than 200 times its length");
        _host.Service.Added.ShouldBeEmpty();
    }

    [Fact]
    public async Task IdempotencyKey_CarriesTheHashOfTheWholeBody()
    {
        byte[] body = Utf8(Good + "\n" + Good);
        await SendAsync(body, key: "k");
        await SendAsync(Gzip(body), key: "k", encoding: "gzip");

        var keys = _host.Service.Queries.Cast<IdempotencyKey>().ToArray();
        keys.ShouldAllBe(k => k.Key == "k" && k.Path.EndsWith("/items.ndjson", StringComparison.Ordinal));
        keys.Select(static k => Convert.ToHexString(k.BodyHash.Span)).Distinct().ShouldBe([Convert.ToHexString(SHA256.HashData(body))]);
        (await SendAsync(body, key: "\u0001")).ShouldBeError(400, "invalid_request");
    }

    [Fact]
    public async Task Lines_CutAnywhere_AreTheSame()
    {
        // Every length of a line from empty to beyond the limit, with reads of every size.
        string[] lines = [.. Enumerable.Range(0, 40).Select(i => new string('a', i)), new string('b', 64), new string('c', 65), "", "z"];
        var whole = Utf8(string.Join('\n', lines));
        foreach (var size in Enumerable.Range(1, 70))
        {
            using var reader = new NdjsonLines(
                new ThrottledStream(whole, size), 64, 100_000, new BodyBudget(Options.Create(new BatchGatewayOptions())), null);
            var read = new List<string?>();
            while (await reader.NextAsync(CancellationToken.None))
            {
                read.Add(reader.IsTooLong ? null : Encoding.UTF8.GetString(reader.Current.Span));
            }

            read.ShouldBe(lines.Select(static l => l.Length > 64 ? null : l));
            reader.Number.ShouldBe(lines.Length);
        }
    }

    [Fact]
    public async Task Export_GivesLinesThatAddTakes()
    {
        var payload = new NewBatchItem
        {
            Kind = ItemKind.ThreadMessage, ThreadId = "t", Content = "héllo \"x\"", Role = RoleType.User, Name = "N",
            CreatedAt = FakeService.Now, Metadata = new JsonText("""{"a":1.0}"""),
        };
        var item = new BatchItem
        {
            ItemId = Guid.Empty, Kind = ItemKind.ThreadMessage, Status = ItemStatus.Failed, SequenceIndex = 3, EpisodeUuid = Guid.Empty,
            ThreadId = "t", UserId = "u", Error = new ItemError("extraction_failed", "why", true, 2), CreatedAt = FakeService.Now, UpdatedAt = FakeService.Now,
        };
        _host.Service.Records.Add(new BatchItemRecord(item, payload) { Facts = [new ItemFact(Guid.Empty, "PLAN", "a plan b", FakeService.Now, null)] });
        using var request = new HttpRequestMessage(HttpMethod.Get, _host.ItemsPath + "?status=failed&code=extraction_failed&cursor=2");
        request.Headers.Accept.ParseAdd("text/html, application/x-ndjson;q=0.9");
        var answer = await Answer.OfAsync(await _host.Client.SendAsync(request));
        _host.Service.Records.Clear();

        answer.Headers["Content-Type"].Single().ShouldBe("application/x-ndjson");
        answer.Body.ShouldBe(
            """{"type":"thread_message","thread_id":"t","content":"héllo \"x\"","role":"user","name":"N","created_at":"2026-10-10T06:00:00Z","metadata":{"a":1.0},"sequence_index":3,"item_id":"00000000-0000-0000-0000-000000000000","episode_uuid":"00000000-0000-0000-0000-000000000000","status":"failed","facts":[{"uuid":"00000000-0000-0000-0000-000000000000","name":"PLAN","fact":"a plan b","valid_at":"2026-10-10T06:00:00Z"}],"error":{"code":"extraction_failed","message":"why","retryable":true,"attempts":2},"added_at":"2026-10-10T06:00:00Z","updated_at":"2026-10-10T06:00:00Z"}"""
            + "\n");
        _host.Service.Queries.ShouldHaveSingleItem().ShouldBe(new BatchItemFilter(ItemStatus.Failed, "extraction_failed", 2));
        (await SendAsync(answer.Body)).Status.ShouldBe(200);
        _host.Service.Added.ShouldHaveSingleItem().ShouldBe(payload with { CreatedAt = FakeService.Now.ToUniversalTime() });
    }

    private async Task<Answer> SendAsync(string body) => await SendAsync(Utf8(body));

    private async Task<Answer> SendAsync(byte[] body, GatewayHost? host = null, string? key = null, string? encoding = null)
    {
        host ??= _host;
        return await host.PostAsync(host.ItemsPath, body, r =>
        {
            r.Content!.Headers.ContentType = new("application/x-ndjson");
            if (key is not null)
            {
                r.Headers.TryAddWithoutValidation("Idempotency-Key", key);
            }

            if (encoding is not null)
            {
                r.Content.Headers.ContentEncoding.Add(encoding);
            }
        });
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Gzip(byte[] data)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(data);
        }

        return packed.ToArray();
    }

    /// <summary>Returns at most this number of bytes at a time.</summary>
    private sealed class ThrottledStream(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
    }
}
