namespace Orleans.Batch.Models;

/// <summary>The rules for a caller's choice of a model.</summary>
internal static class ModelRules
{
    /// <summary>Checks a choice.</summary>
    /// <param name="extraction">The extraction; null where the project decides.</param>
    /// <param name="name">The name of the profile; null for the default one.</param>
    /// <param name="options">The profiles.</param>
    /// <exception cref="BatchServiceException">There is no such profile, or a profile is named for another extraction.</exception>
    public static void Check(ExtractionMode? extraction, string? name, ModelOptions options)
    {
        if (name is not null && extraction is { } mode and not ExtractionMode.Model)
        {
            throw Refuse(ErrorCodes.Contradiction, $"a model takes the extraction model, not {mode}");
        }

        if ((extraction == ExtractionMode.Model || name is not null) && options.FindName(name) is null)
        {
            throw Refuse(ErrorCodes.UnknownValue, options.Profiles.Count == 0
                ? "this server has no models: the operator configures them (Models:Profiles)"
                : $"model must be one of {string.Join(", ", options.Profiles.Keys.Order(StringComparer.Ordinal))}");
        }
    }

    /// <summary>Checks caps; null: none.</summary>
    public static void Check(ModelCaps? caps)
    {
        if (caps?.MaxTokens < 0)
        {
            throw Refuse(ErrorCodes.OutOfRange, "max_tokens must not be negative", "max_tokens");
        }

        if (caps?.MaxCost < 0)
        {
            throw Refuse(ErrorCodes.OutOfRange, "max_cost must not be negative", "max_cost");
        }
    }

    /// <summary>Why there is no profile of that name, as what waits for it says.</summary>
    public static string NoProfile(string? name) => name is null
        ? "no model is configured on this server, or several without a default one: the operator sets Models:Profiles and Models:Default"
        : $"no model profile {name} is configured on this server: the operator sets Models:Profiles:{name}";

    private static BatchServiceException Refuse(string code, string message, string field = "model")
    {
        var problems = new ProblemList();
        problems.Add(null, field, code, message);
        return BatchServiceException.Invalid(message, problems);
    }
}
