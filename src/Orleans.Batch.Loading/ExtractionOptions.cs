using System.CommandLine;
using Orleans.Batch.Formats.Json;

namespace Orleans.Batch.Loading;

/// <summary>The options that say what is extracted from the items of a load.</summary>
internal static class ExtractionOptions
{
    private static readonly Option<string?> Extraction = new("--extraction")
    {
        Description = "What is made of the items; else what the project says",
        HelpName = "MODE",
    };

    private static readonly Option<string?> Model = new("--model")
    {
        Description = "The profile of the model that extracts (Models:Profiles on the server); else the project's",
        HelpName = "NAME",
    };

    private static readonly Option<long?> MaxTokens = new("--max-tokens")
    {
        Description = $"The most tokens that requests to the model may take, for each batch of {Limits.ItemsPerBatch:N0} items",
        HelpName = "N",
    };

    private static readonly Option<decimal?> MaxCost = new("--max-cost")
    {
        Description = $"The most that they may cost, for each batch of {Limits.ItemsPerBatch:N0} items, in the currency of the server's prices",
        HelpName = "AMOUNT",
    };

    static ExtractionOptions()
    {
        Extraction.AcceptOnlyFromAmong([.. EnumNames<ExtractionMode>.List]);
        MaxTokens.Validators.Add(static result => RefuseNegative(result.GetValueOrDefault<long?>() < 0, result));
        MaxCost.Validators.Add(static result => RefuseNegative(result.GetValueOrDefault<decimal?>() < 0, result));
    }

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Option> All => [Extraction, Model, MaxTokens, MaxCost];

    /// <summary>Reads them from the command line.</summary>
    public static LoadExtraction Read(ParseResult parsed) => new()
    {
        Mode = EnumNames<ExtractionMode>.TryParse(parsed.GetValue(Extraction) ?? "", out var mode) ? mode : null,
        Model = parsed.GetValue(Model),
        MaxTokens = parsed.GetValue(MaxTokens),
        MaxCost = parsed.GetValue(MaxCost),
    };

    private static void RefuseNegative(bool isNegative, System.CommandLine.Parsing.OptionResult result)
    {
        if (isNegative)
        {
            result.AddError($"{result.Option.Name} must not be negative.");
        }
    }
}
