using System.Globalization;

namespace Orleans.Batch.Benchmarks.Recall;

/// <summary>The command line of a measurement of recall.</summary>
/// <param name="Directory">The conversations.</param>
/// <param name="Model">The model that extracts beside the deterministic rules; null for none.</param>
internal sealed record RecallArguments(string Directory, ModelEndpoint? Model)
{
    private const string DirectoryOption = "--recall";
    private const string ModelAddress = "--model";
    private const string ModelName = "--model-name";
    private const string InputPrice = "--input-price";
    private const string OutputPrice = "--output-price";

    private static readonly string[] All = [DirectoryOption, ModelAddress, ModelName, InputPrice, OutputPrice];

    /// <summary>The conversations that come with the benchmarks.</summary>
    public static string Sample => Path.Combine(AppContext.BaseDirectory, "Recall", "Sample");

    /// <summary>Whether the command line is of such a measurement.</summary>
    public static bool AreGiven(IReadOnlyList<string> args) => args.Contains(DirectoryOption) || args.Contains(ModelAddress);

    /// <summary>Reads a command line.</summary>
    /// <exception cref="InvalidDataException">It cannot be read; the message is for the user.</exception>
    public static RecallArguments Parse(IReadOnlyList<string> args)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Count; i += 2)
        {
            if (!All.Contains(args[i]))
            {
                throw new InvalidDataException($"{args[i]} is unknown here. Options: {string.Join(", ", All)}, each with a value.");
            }

            given[args[i]] = i + 1 < args.Count ? args[i + 1] : throw new InvalidDataException($"{args[i]} needs a value.");
        }

        return new RecallArguments(given.GetValueOrDefault(DirectoryOption, Sample), ReadModel(given));
    }

    private static ModelEndpoint? ReadModel(Dictionary<string, string> given)
    {
        if (!given.TryGetValue(ModelAddress, out var address))
        {
            return given.Keys.FirstOrDefault(k => k != DirectoryOption) is { } lone
                ? throw new InvalidDataException($"{lone} needs {ModelAddress} URL.")
                : null;
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            throw new InvalidDataException($"{ModelAddress} must be the base address of an endpoint, such as http://127.0.0.1:11434/v1.");
        }

        return new ModelEndpoint(
            url,
            given.GetValueOrDefault(ModelName) ?? throw new InvalidDataException($"{ModelAddress} needs {ModelName}, the name that the endpoint knows it by."),
            Price(given, InputPrice),
            Price(given, OutputPrice));
    }

    private static decimal? Price(Dictionary<string, string> given, string option)
    {
        if (!given.TryGetValue(option, out var text))
        {
            return null;
        }

        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var price)
            ? price
            : throw new InvalidDataException($"{option} must be the price of a million tokens, such as 0.15.");
    }
}
