namespace Orleans.Batch.Gateway.Batches;

/// <summary>Caps of what requests to a model may take.</summary>
internal static class CapsBody
{
    private const decimal Millionths = 1_000_000m;

    public static BodyTable<ModelCaps> Table { get; } = AddTo(
        new BodyTable<ModelCaps>("SetBatchBudgetRequest", "The caps of a batch; one that is left out or null is none."),
        static (ref caps, v) => caps = caps with { MaxTokens = v },
        static (ref caps, v) => caps = caps with { MaxCost = v });

    public static ModelCaps Parse(ReadOnlySpan<byte> body) => Table.Parse(body, new ModelCaps(null, null));

    /// <summary>Adds both fields to the body of another call.</summary>
    public static BodyTable<T> AddTo<T>(BodyTable<T> table, FieldSetter<T, long?> tokens, FieldSetter<T, long?> cost) => table
        .Value("max_tokens", "The most tokens that its requests to a model may take, input and output together.", ValueSchema.Whole(0), static (ref cursor, field) => (long?)cursor.Amount(field), tokens)
        .Value("max_cost", "The most that they may cost, in the currency of the configured prices.", new ValueSchema { Type = Microsoft.OpenApi.JsonSchemaType.Number }, static (ref cursor, field) => (long?)(cursor.Amount(field) * Millionths), cost);
}
