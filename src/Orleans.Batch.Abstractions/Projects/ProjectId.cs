namespace Orleans.Batch;

/// <summary>
/// The tenant a call acts for. Every read and write is confined to it: another project's things are not found.
/// </summary>
/// <param name="Value">The project's internal number, as <c>projects list</c> shows it. Never zero.</param>
[GenerateSerializer]
[Alias("orleans-batch.project-id.v1")]
[Immutable]
public readonly record struct ProjectId([property: Id(0)] long Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
