using System.Globalization;

namespace Orleans.Batch.Benchmarks.Recall;

/// <summary>An endpoint with OpenAI's wire format, and one of its models.</summary>
/// <param name="Address">Its base address.</param>
/// <param name="Name">The name of the model.</param>
/// <param name="InputPrice">The price of a million tokens that it reads; null: not known.</param>
/// <param name="OutputPrice">The price of a million tokens that it writes; null: not known.</param>
internal sealed record ModelEndpoint(Uri Address, string Name, decimal? InputPrice, decimal? OutputPrice)
{
    /// <summary>The environment variable that holds the API key, where the endpoint needs one.</summary>
    public const string KeyVariable = "MODEL_API_KEY";

    private const string Profile = "Models__Profiles__benchmark__";

    /// <summary>Whether both prices are known, so that a cost can be reckoned.</summary>
    public bool HasPrices => InputPrice is not null && OutputPrice is not null;

    /// <summary>The settings of a server that asks it. The environment may have more of them, such as its limits.</summary>
    public IEnumerable<(string Name, string? Value)> ToSettings()
    {
        yield return (Profile + "Endpoint", Address.ToString());
        yield return (Profile + "Model", Name);
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable(KeyVariable)))
        {
            yield return (Profile + "KeyVariable", KeyVariable);
        }

        if (InputPrice is { } input)
        {
            yield return (Profile + "InputPrice", input.ToString(CultureInfo.InvariantCulture));
        }

        if (OutputPrice is { } output)
        {
            yield return (Profile + "OutputPrice", output.ToString(CultureInfo.InvariantCulture));
        }
    }
}
