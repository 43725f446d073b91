using Orleans.Batch.PostgreSql.Projects;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.PostgreSql.Tests.Projects;

public sealed class ProjectInfoStoreTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const ProjectInfoFields Both = ProjectInfoFields.Description | ProjectInfoFields.DefaultTimeZone;

    private readonly ProjectInfoStore _store = new(database.Database);

    [Fact]
    public async Task UpdateProject_ChangesOnlyTheGivenFields()
    {
        var project = await database.NewProjectAsync();
        var other = await database.NewProjectAsync();
        await _store.UpdateProjectAsync(project, new() { Given = Both, Description = "Support", DefaultTimeZone = "Europe/Oslo" }, default);

        await ShouldBecomeAsync(project, new(), "Support", "Europe/Oslo");
        await ShouldBecomeAsync(project, new() { Given = ProjectInfoFields.Description, Description = "Sales" }, "Sales", "Europe/Oslo");
        await ShouldBecomeAsync(project, new() { Given = ProjectInfoFields.DefaultTimeZone }, "Sales", null);
        await ShouldBecomeAsync(project, new() { Given = ProjectInfoFields.Description }, null, null);

        (await _store.FindProjectAsync(other, default)).ShouldNotBeNull().Description.ShouldBeNull();
    }

    [Fact]
    public async Task UpdateProject_OfAnotherNumber_FindsNothing() =>
        (await _store.UpdateProjectAsync(new ProjectId(987_654), new() { Given = Both }, default)).ShouldBeNull();

    private async Task ShouldBecomeAsync(ProjectId project, ProjectInfoChanges changes, string? description, string? timeZone)
    {
        var updated = (await _store.UpdateProjectAsync(project, changes, default)).ShouldNotBeNull();
        (updated.Description, updated.DefaultTimeZone).ShouldBe((description, timeZone));
        (await _store.FindProjectAsync(project, default)).ShouldBe(updated);
    }
}
