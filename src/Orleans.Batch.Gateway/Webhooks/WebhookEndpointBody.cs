namespace Orleans.Batch.Gateway.Webhooks;

/// <summary>The bodies that register and change an endpoint. The service validates the values.</summary>
internal static class WebhookEndpointBody
{
    /// <summary>An endpoint to register.</summary>
    public static BodyTable<WebhookEndpointFields> Table { get; } = new BodyTable<WebhookEndpointFields>("CreateWebhookEndpointRequest", "An endpoint to register.")
        .Text(
            "url",
            Limits.WebhookUrlLength,
            "The URL that messages are posted to: https, a public address, a port that is no other service's.",
            static (ref e, v) => e = e with { Url = v }).Required()
        .Text("description", Limits.WebhookDescriptionLength, "A description.", static (ref e, v) => e = e with { Description = v })
        .List<string>(
            "events",
            "Which events; ingest.batch.completed when left out.",
            ValueSchema.Text(Limits.WebhookUrlLength),
            ReadEvent,
            static (ref e, v) => e = e with { Events = v },
            new ListLimit(Limits.WebhookEvents, "names"))
        .Word<WebhookEndpointStatus>(
            "status",
            "enabled when left out.",
            static (ref e, v) => e = e with { Enabled = v is { } status ? status == WebhookEndpointStatus.Enabled : null });

    /// <summary>Fields to change; those absent or null stay as they are.</summary>
    public static BodyTable<WebhookEndpointFields> Changes { get; } = Table.ForChanges(
        "UpdateWebhookEndpointRequest", "Fields of an endpoint to change; those left out stay. Enabling it clears its failures.");

    public static WebhookEndpointFields ParseNew(ReadOnlySpan<byte> body) => Table.Parse(body, new WebhookEndpointFields());

    public static WebhookEndpointFields ParseChange(ReadOnlySpan<byte> body) => Changes.Parse(body, new WebhookEndpointFields());

    private static void ReadEvent(ref JsonCursor cursor, string field, List<string> events)
    {
        if (!cursor.RefuseNull(field, "must hold names of events, got null") && cursor.ShortText(field, Limits.WebhookUrlLength) is { } name)
        {
            events.Add(name);
        }
    }
}
