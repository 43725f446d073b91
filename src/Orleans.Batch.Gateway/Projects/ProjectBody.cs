namespace Orleans.Batch.Gateway.Projects;

/// <summary>The body that changes a project.</summary>
internal static class ProjectBody
{
    public static BodyTable<ProjectInfoChanges> Table { get; } =
        new BodyTable<ProjectInfoChanges>("UpdateProjectRequest", "Fields of the project to change; null removes a value.")
            .Text(
                "description",
                Limits.DescriptionLength,
                "A description.",
                static (ref c, v) => c = c with { Given = c.Given | ProjectInfoFields.Description, Description = v })
            .Text(
                "default_time_zone",
                Limits.TimeZoneLength,
                "The IANA time zone of users and graphs that have none.",
                static (ref c, v) => c = c with { Given = c.Given | ProjectInfoFields.DefaultTimeZone, DefaultTimeZone = v });

    public static ProjectInfoChanges Parse(ReadOnlySpan<byte> body) => Table.Parse(body, new ProjectInfoChanges());
}
