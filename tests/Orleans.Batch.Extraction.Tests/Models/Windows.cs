using Orleans.Batch.Models;

namespace Orleans.Batch.Extraction.Tests.Models;

/// <summary>Windows of turns that a user says, at the reference time of all tests here.</summary>
internal static class Windows
{
    public static ExtractionWindow Of(params string[] turns) => new([], [.. turns.Select(t => Turn(t))]);

    public static WindowTurn Turn(string content, string? speaker = null, RoleType? role = null) =>
        new(Guid.NewGuid(), DataType.Message, role, speaker, ExtractorOutput.Reference, content);
}
