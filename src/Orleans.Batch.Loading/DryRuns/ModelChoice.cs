using System.Text.Json;
using Orleans.Batch.Formats.Json;

namespace Orleans.Batch.Loading;

/// <summary>The model that would extract from the items of a load.</summary>
/// <param name="Model">The model; null where none extracts, or none can.</param>
/// <param name="Problem">Why the one that is asked for cannot be used; null when it can, or when none is.</param>
internal sealed record ModelChoice(ModelOffer? Model, string? Problem)
{
    /// <summary>Asks the server what a load with these options would use.</summary>
    /// <exception cref="LoadException">The server does not say it.</exception>
    public static async Task<ModelChoice> FindAsync(ApiClient api, LoadExtraction options, CancellationToken cancel)
    {
        var answer = await api.GetAsync("models", cancel);
        if (!answer.Succeeded || !EnumNames<ExtractionMode>.TryParse(ApiResponse.Text(answer.Body, "extraction"), out var ofProject))
        {
            throw new LoadException($"The server does not say which models it has: {answer.Message}");
        }

        var models = answer.Body.GetProperty("models").Deserialize(LoadJson.Default.IReadOnlyListModelOffer)!;
        var mode = options.Mode ?? ofProject;
        var name = options.Model ?? ApiResponse.Text(answer.Body, "model");
        var model = models.FirstOrDefault(m => m.Name == name);
        return mode switch
        {
            _ when options.Model is not null && options.Mode is not (null or ExtractionMode.Model) => new(
                null, $"--model takes --extraction {EnumNames<ExtractionMode>.Name(ExtractionMode.Model)}, not {EnumNames<ExtractionMode>.Name(mode)}"),
            _ when model is null && (mode == ExtractionMode.Model || options.Model is not null) => new(null, Missing(models, options.Model)),
            ExtractionMode.Model => new(model, null),
            _ => new(null, null),
        };
    }

    private static string Missing(IReadOnlyList<ModelOffer> models, string? asked) => models switch
    {
        [] => "this server has no models: the operator configures them (Models:Profiles)",
        _ when asked is null => $"neither the project nor the server says which model to use: give --model, one of {Names(models)}",
        _ => $"--model must be one of {Names(models)}",
    };

    private static string Names(IReadOnlyList<ModelOffer> models) => string.Join(", ", models.Select(m => m.Name));
}
