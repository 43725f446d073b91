using Orleans.Batch.Graphs;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.PostgreSql.Tests.Graphs;

public sealed class ContextTemplateTests(TestDatabase database) : MemoryFixture(database)
{
    private ContextTemplateService Client => new(Templates);

    [Fact]
    public async Task ATemplate_IsFoundByItsIdAndItsUuid_AndNotFromAnotherProject()
    {
        var created = await Client.CreateTemplateAsync(Project, Guid.NewGuid(), "mine", new("%{edges}", "Mine"), default);

        (await Client.GetTemplateAsync(Project, "mine", default)).ShouldBe(created);
        (await Client.GetTemplateAsync(Project, created.Uuid.ToString(), default)).ShouldBe(created);
        (await Client.ListTemplatesAsync(Project, default)).ShouldBe([created]);
        var other = await Database.NewProjectAsync();
        (await Client.ListTemplatesAsync(other, default)).ShouldBeEmpty();
        await RefusedAsync(ErrorKind.NotFound, ErrorCodes.NotFound, async () => await Client.GetTemplateAsync(other, created.Uuid.ToString(), default));
        await RefusedAsync(ErrorKind.NotFound, ErrorCodes.NotFound, async () => await Client.DeleteTemplateAsync(other, "mine", default));
    }

    [Fact]
    public async Task ATemplateWithoutAnId_HasItsUuidAsId()
    {
        var created = await Client.CreateTemplateAsync(Project, Guid.NewGuid(), null, new("x"), default);

        created.TemplateId.ShouldBe(created.Uuid.ToString());
        (await Client.CreateTemplateAsync(Project, created.Uuid, null, new("y"), default)).ShouldBe(created, "a repeat");
    }

    [Fact]
    public async Task AChange_KeepsWhatIsNotGiven_AndADeletionIsFinal()
    {
        await Client.CreateTemplateAsync(Project, Guid.NewGuid(), "mine", new("%{edges}", "Mine"), default);

        var changed = await Client.UpdateTemplateAsync(Project, "mine", new("%{episodes}"), default);
        (changed.Template, changed.Name).ShouldBe(("%{episodes}", "Mine"));
        await Client.DeleteTemplateAsync(Project, "mine", default);
        await RefusedAsync(ErrorKind.NotFound, ErrorCodes.NotFound, async () => await Client.UpdateTemplateAsync(Project, "mine", new("x"), default));
    }

    [Fact]
    public async Task BadTemplates_AreRefused()
    {
        await Client.CreateTemplateAsync(Project, Guid.NewGuid(), "mine", new("x"), default);

        await RefusedAsync(ErrorKind.InvalidRequest, ErrorCodes.AlreadyExists, async () => await Client.CreateTemplateAsync(Project, Guid.NewGuid(), "mine", new("x"), default));
        await RefusedAsync(ErrorKind.InvalidRequest, ErrorCodes.Required, async () => await Client.CreateTemplateAsync(Project, Guid.NewGuid(), "a", new(null), default));
        await RefusedAsync(ErrorKind.InvalidRequest, ErrorCodes.UnknownValue, async () => await Client.CreateTemplateAsync(Project, Guid.NewGuid(), "a", new("%{x}"), default));
        await RefusedAsync(ErrorKind.InvalidRequest, ErrorCodes.UnknownValue, async () => await Client.UpdateTemplateAsync(Project, "mine", new("%{x}"), default));
        await Database.ExecuteAsync(
            "INSERT INTO context_template (template_uuid, project_key, template_id, template) SELECT gen_random_uuid(), $1, 't' || n, 'x' FROM generate_series(2, 1000) n",
            Project.Value);
        await RefusedAsync(ErrorKind.InvalidRequest, ErrorCodes.TooMany, async () => await Client.CreateTemplateAsync(Project, Guid.NewGuid(), "a", new("x"), default));
    }

    private static async Task RefusedAsync(ErrorKind kind, string code, Func<Task> call)
    {
        var refusal = await Should.ThrowAsync<BatchServiceException>(call);
        (refusal.Kind, refusal.Code).ShouldBe((kind, code));
    }
}
