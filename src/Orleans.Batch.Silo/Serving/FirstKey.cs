using Orleans.Batch.PostgreSql.Projects;

namespace Orleans.Batch.Silo.Serving;

/// <summary>Without a key there is no service: makes sure that some key opens the first project.</summary>
internal static class FirstKey
{
    /// <param name="projects">The projects.</param>
    /// <param name="secret">The operator's own key; null makes one if there is none, and shows it this once.</param>
    public static async Task EnsureAsync(IProjectAdministration projects, string? secret)
    {
        if (secret is { Length: > 0 } && ApiKeyStrength.Refusal(secret) is { } weak)
        {
            throw new SiloRefusalException(ExitCodes.BadSetting, weak);
        }

        try
        {
            var (_, created) = await projects.EnsureFirstProjectAsync(
                string.IsNullOrEmpty(secret) ? null : secret, CancellationToken.None);
            if (created is not null && string.IsNullOrEmpty(secret))
            {
                await Console.Out.WriteLineAsync($"API key   {created.Secret}   (shown this once)");
            }
        }
        catch (BatchServiceException e)
        {
            throw new SiloRefusalException(ExitCodes.BadSetting, $"BATCH_API_KEY is refused: {e.Message}", e);
        }
    }
}
