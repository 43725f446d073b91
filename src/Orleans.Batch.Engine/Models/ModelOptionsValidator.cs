using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Models;

/// <summary>Checks the configured models at the start: each profile by itself, and the default one.</summary>
internal sealed class ModelOptionsValidator : IValidateOptions<ModelOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ModelOptions options)
    {
        var failures = options.Profiles.SelectMany(static p => Check($"{ModelOptions.Section}:Profiles:{p.Key}", p.Value))
            .Concat(Check($"{ModelOptions.Section}:Window", options.Window))
            .Concat(Check($"{ModelOptions.Section}:Summaries", options.Summaries))
            .ToList();
        if (options.Default is { } chosen && !options.Profiles.ContainsKey(chosen))
        {
            failures.Add($"{ModelOptions.Section}:Default names {chosen}, and there is no such profile under {ModelOptions.Section}:Profiles.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Check(string section, object value)
    {
        var found = new List<ValidationResult>();
        Validator.TryValidateObject(value, new ValidationContext(value), found, validateAllProperties: true);
        return found.Select(f => $"{section}: {f.ErrorMessage}");
    }
}
