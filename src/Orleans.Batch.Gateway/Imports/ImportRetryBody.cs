using Orleans.Batch.Gateway.Batches;

namespace Orleans.Batch.Gateway.Imports;

/// <summary>Which items of an import are to be retried; no body means all that can be.</summary>
internal static class ImportRetryBody
{
    public static BodyTable<ImportRetry> Table { get; } = RetryBody
        .AddTo(
            new BodyTable<ImportRetry>("RetryImportRequest", "Which items of an import's ended batches to retry; all given conditions must apply."),
            static (ref r, v) => r = r with { Statuses = v },
            static (ref r, v) => r = r with { Codes = v })
        .Boolean("process", "False creates drafts, whose items can be repaired first. Default: true.", static (ref r, v) => r = r with { Process = v ?? true });

    public static ImportRetry Parse(ReadOnlySpan<byte> body) => Table.ParseOptional(body, new ImportRetry());
}
