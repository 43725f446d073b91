namespace Orleans.Batch.Gateway.Tests;

public sealed class TemplateWireTests : IAsyncLifetime
{
    private const string Path = "api/v2/context-templates";

    private GatewayHost _host = null!;

    public async Task InitializeAsync() => _host = await GatewayHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Templates_AreCreatedReadChangedListedAndDeleted()
    {
        var created = await _host.PostAsync(Path, """{"template_id":"a/b","template":"# %{edges}"}""");
        created.Status.ShouldBe(200);
        created.Json.EnumerateObject().Select(p => p.Name).ShouldBe(["uuid", "template_id", "template"]);

        var changed = await Answer.OfAsync(await _host.Client.PutAsync($"{Path}/a%2Fb", new StringContent("""{"template":"%{episodes}"}""")));
        changed.Json.GetProperty("template").GetString().ShouldBe("%{episodes}");
        (await _host.GetAsync($"{Path}/a%2Fb")).Json.GetRawText().ShouldBe(changed.Json.GetRawText());
        (await _host.GetAsync(Path)).Json.GetProperty("templates").GetArrayLength().ShouldBe(1);

        (await Answer.OfAsync(await _host.Client.DeleteAsync($"{Path}/a%2Fb"))).Json.TryGetProperty("message", out _).ShouldBeTrue();
        (await _host.GetAsync($"{Path}/a%2Fb")).ShouldBeError(404, "not_found");
    }

    [Theory]
    [InlineData("""{"template":"x"}""", "required")]
    [InlineData("""{"template_id":"a"}""", "required")]
    [InlineData("""{"template_id":"","template":"x"}""", "invalid_id")]
    [InlineData("""{"template_id":"a","template":7}""", "wrong_type")]
    public async Task Create_BadBodies_AreRefused(string body, string code) =>
        (await _host.PostAsync(Path, body)).ShouldBeError(400, code);

    [Fact]
    public async Task Create_TooLong_IsRefused() =>
        (await _host.PostAsync(Path, $$"""{"template_id":"a","template":"{{new string('x', 1_201)}}"}""")).ShouldBeError(400, "too_long");
}
