namespace Orleans.Batch.Ingestion;

/// <summary>The error of an item whose data is declared as JSON and is not (<see cref="JsonDataRules"/>).</summary>
public static class JsonCheck
{
    /// <summary>The error; null when the data is JSON.</summary>
    public static ItemError? Check(string data) => JsonDataRules.Check(data) is { } wrong
        ? new ItemError(ErrorCodes.InvalidJsonData, wrong, Retryable: false, Attempts: 1)
        : null;
}
