namespace Orleans.Batch.Gateway.Webhooks;

/// <summary>Which failed messages are to be sent again.</summary>
internal static class RecoverBody
{
    public static BodyTable<Draft> Table { get; } = new BodyTable<Draft>(
        "RecoverWebhookRequest", "Which failed messages to send again, by when they were written.")
        .Timestamp("since", "The start of the period.", static (ref r, v) => r.Since = v).Required()
        .Timestamp("until", "The end of the period, exclusive; no end when left out.", static (ref r, v) => r.Until = v);

    public static (DateTimeOffset Since, DateTimeOffset Until) Parse(ReadOnlySpan<byte> body)
    {
        var period = Table.Parse(body, default);
        return (period.Since!.Value, period.Until ?? DateTimeOffset.MaxValue);
    }

    internal struct Draft
    {
        public DateTimeOffset? Since;
        public DateTimeOffset? Until;
    }
}
