using Orleans.Batch.Models;

namespace Orleans.Batch.Extraction.Models;

/// <summary>Reads the key of a profile. No message has any part of it.</summary>
internal static class ApiKey
{
    private const int MaxLength = 4_096;

    /// <summary>The key; null for a profile without one.</summary>
    /// <exception cref="ModelCallException">The profile names a key that is not there.</exception>
    public static string? Read(ModelProfile profile)
    {
        if (profile.KeyVariable is { Length: > 0 } variable)
        {
            return Check(Environment.GetEnvironmentVariable(variable), $"the environment variable {variable}");
        }

        return profile.KeyFile is { Length: > 0 } file ? Check(ReadFile(file), $"the file {file}") : null;
    }

    private static string ReadFile(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelCallException(ModelFault.Refused, $"The file {file}, which should hold the API key, cannot be read.", e);
        }
    }

    // A header carries visible ASCII characters. The base library's own exception would quote the key.
    private static string Check(string? key, string source) => key?.Trim() switch
    {
        null or "" => throw new ModelCallException(ModelFault.Refused, $"There is no API key in {source}."),
        { Length: > MaxLength } => throw new ModelCallException(ModelFault.Refused, $"What is in {source} is too long for an API key."),
        var text when text.AsSpan().ContainsAnyExceptInRange('!', '~') => throw new ModelCallException(ModelFault.Refused, $"The API key in {source} has a space, a line end or another character that no header can carry."),
        var text => text,
    };
}
