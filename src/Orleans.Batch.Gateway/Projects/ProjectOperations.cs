namespace Orleans.Batch.Gateway.Projects;

internal static class ProjectOperations
{
    private const string Tag = "Project";

    public static ApiOperation Get { get; } = new("getProject", Tag, "The project of the key.", typeof(ProjectResponse));

    public static ApiOperation Models { get; } = new(
        "listModels",
        Tag,
        "What extracts from the project's items, and the models that its batches may choose: their limits and prices.",
        typeof(ProjectModels));

    public static ApiOperation Update { get; } = new("updateProject", Tag, "Changes the project of the key.", typeof(ProjectResponse))
    {
        OutcomeAt = "/projects/info",
        Request = ProjectBody.Table,
    };
}
