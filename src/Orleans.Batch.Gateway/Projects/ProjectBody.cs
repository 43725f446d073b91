namespace Orleans.Batch.Gateway.Projects;

/// <summary>The body that changes a project.</summary>
internal static class ProjectBody
{
    public static BodyTable<Draft> Table { get; } = new BodyTable<Draft>("UpdateProjectRequest", "Fields of the project to change.")
        .Text(
            "default_time_zone",
            Limits.TimeZoneLength,
            "The IANA time zone of users and graphs that have none; null removes it.",
            static (ref p, v) => p = new Draft(true, v));

    public static Draft Parse(ReadOnlySpan<byte> body) => Table.Parse(body, default);

    /// <summary>What was sent.</summary>
    /// <param name="IsGiven">Whether there is a time zone, null included.</param>
    /// <param name="TimeZone">The time zone.</param>
    internal readonly record struct Draft(bool IsGiven, string? TimeZone);
}
