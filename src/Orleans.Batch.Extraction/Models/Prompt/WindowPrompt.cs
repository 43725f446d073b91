using Orleans.Batch.Models;

namespace Orleans.Batch.Extraction.Models;

/// <summary>Writes the request about a window.</summary>
internal static class WindowPrompt
{
    /// <summary>The fewest tokens that an answer needs to state anything.</summary>
    public const int FewestAnswerTokens = 256;

    /// <summary>The names of roles and the like that a chat's format adds to each message.</summary>
    public const int FrameTokens = 32;

    private static readonly int SchemaTokens = SchemaNotice.CountTokens(AnswerSchema.Format);

    public static ModelRequest Compose(ModelProfile profile, ExtractionWindow window)
    {
        var system = SystemPrompt.Write(window);
        var turns = UserPrompt.WriteTurns(window);
        var key = RequestKey.Compute(SystemPrompt.Version, profile.Model ?? "", AnswerSchema.Json, system, turns);
        var user = UserPrompt.WriteHints(window) + turns;

        // The schema takes tokens in the instructions and as the response format alike.
        var input = TokenEstimate.Count(system) + TokenEstimate.Count(user) + SchemaTokens + FrameTokens;
        var room = Math.Max(FewestAnswerTokens, profile.ContextTokens - input);
        return new ModelRequest(key, system, user, input, Math.Min(profile.AnswerTokens, room), AnswerSchema.Format);
    }
}
