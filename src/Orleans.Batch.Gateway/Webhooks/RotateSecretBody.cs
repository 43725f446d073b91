namespace Orleans.Batch.Gateway.Webhooks;

/// <summary>How a secret is to be replaced.</summary>
internal static class RotateSecretBody
{
    private static readonly TimeSpan DefaultOverlap = TimeSpan.FromHours(24);

    public static BodyTable<TimeSpan> Table { get; } = new BodyTable<TimeSpan>("RotateWebhookSecretRequest", "How a secret is replaced.")
        .Whole(
            "overlap_seconds",
            0,
            Limits.WebhookSecretOverlapSeconds,
            "How long the old one signs beside the new one; 86400 when left out.",
            static (ref overlap, v) => overlap = v is { } seconds ? TimeSpan.FromSeconds(seconds) : overlap);

    /// <summary>For how long the old secret signs beside the new one; no body means the default.</summary>
    public static TimeSpan Parse(ReadOnlySpan<byte> body) => Table.ParseOptional(body, DefaultOverlap);
}
