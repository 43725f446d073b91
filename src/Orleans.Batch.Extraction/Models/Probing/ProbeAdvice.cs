using Orleans.Batch.Models;

namespace Orleans.Batch.Extraction.Models;

/// <summary>Says what to do about a failed check.</summary>
internal static class ProbeAdvice
{
    /// <summary>The failure and the advice.</summary>
    public static string Write(ModelProfile profile, ModelCallException e) => $"{e.Message.TrimEnd('.')}; {Advise(profile, e)}";

    private static string Advise(ModelProfile profile, ModelCallException e) => e.Fault switch
    {
        ModelFault.Refused when e.Message.Contains("API key", StringComparison.Ordinal) => profile switch
        {
            { KeyVariable.Length: > 0 } => $"set the right key in the environment variable {profile.KeyVariable}.",
            { KeyFile.Length: > 0 } => $"put the right key into the file {profile.KeyFile}.",
            _ => "name the variable or the file of a key in the profile.",
        },
        ModelFault.Refused => "correct the profile's address, model or settings.",
        ModelFault.TooLarge => "set ContextTokens to what the model has, or serve the model with a larger context.",
        _ => $"check that the endpoint at {profile.Endpoint} runs, and that this machine reaches it.",
    };
}
