using Orleans.Batch.Formats.Files;

namespace Orleans.Batch.Loading;

/// <summary>A rejected line, for the screen.</summary>
/// <param name="Place">Its number, or its place in what was imported.</param>
/// <param name="Problem">What is wrong with it.</param>
/// <param name="Content">Its beginning; empty when it is not known.</param>
internal sealed record RejectedLine(string Place, LineError Problem, string Content)
{
    /// <summary>What to do about it; empty when the message says it.</summary>
    public string Remedy => Problem.Code switch
    {
        ErrorCodes.MalformedJson => "write one complete JSON object on each line",
        ErrorCodes.InvalidEncoding => "save the file as UTF-8",
        ErrorCodes.NulCharacter => "remove the character",
        ErrorCodes.DuplicateKey => "keep one of the fields",
        ErrorCodes.Required => "add the field",
        ErrorCodes.TooLong when Problem.Field.Length == 0 => "divide it into shorter items",
        ErrorCodes.TooLong => $"shorten {Problem.Field}, or divide it into several items",
        ErrorCodes.InvalidDate => "write dates like 2024-03-01T09:00:00Z; an import takes --date-format",
        ErrorCodes.InvalidJsonData => "correct the JSON in data, or use data_type text",
        ErrorCodes.Contradiction => "keep one of the fields",
        ErrorCodes.GraphNotFound or ErrorCodes.UserNotFound or ErrorCodes.ThreadNotFound => "create it first, or put its record into the file",
        _ => "",
    };
}
