using Microsoft.Extensions.Options;
using Orleans.Batch.Embeddings;

namespace Orleans.Batch.Embedders;

/// <summary>Refuses settings with which no text could be embedded.</summary>
internal sealed class EmbeddingOptionsValidator : IValidateOptions<EmbeddingOptions>
{
    public ValidateOptionsResult Validate(string? name, EmbeddingOptions options)
    {
        var problems = (string.IsNullOrEmpty(options.Folder) ? CheckEndpoint(options) : CheckFolder(options)).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> CheckFolder(EmbeddingOptions options)
    {
        if (options.Endpoint is not null)
        {
            yield return "Embeddings:Endpoint and Embeddings:Folder exclude each other.";
        }

        foreach (var file in (string[])[ModelFolder.Model(options), ModelFolder.Vocabulary(options)])
        {
            if (!File.Exists(file))
            {
                yield return $"Embeddings:Folder: there is no file {file}.";
            }
        }
    }

    private static IEnumerable<string> CheckEndpoint(EmbeddingOptions options)
    {
        if (options.Endpoint is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
        {
            yield return "Embeddings:Endpoint is not an http or https address.";
        }

        if (string.IsNullOrWhiteSpace(options.Model))
        {
            yield return "Embeddings:Model is missing: the endpoint needs the name of a model.";
        }

        if (!string.IsNullOrEmpty(options.KeyVariable) && !string.IsNullOrEmpty(options.KeyFile))
        {
            yield return "Embeddings:KeyVariable and Embeddings:KeyFile exclude each other.";
        }
        else if (KeyProblem(options) is { } problem)
        {
            yield return problem;
        }
    }

    private static string? KeyProblem(EmbeddingOptions options)
    {
        try
        {
            EndpointKey.Read(options);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return $"Embeddings:{(string.IsNullOrEmpty(options.KeyFile) ? "KeyVariable" : "KeyFile")}: {e.Message}";
        }
    }
}
