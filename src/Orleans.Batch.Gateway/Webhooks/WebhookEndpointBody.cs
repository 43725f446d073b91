namespace Orleans.Batch.Gateway;

/// <summary>Reads the bodies that register and change an endpoint. The service validates the values.</summary>
internal static class WebhookEndpointBody
{
    private const int MaxEvents = 100;

    /// <summary>An endpoint to register: <c>url</c> is required.</summary>
    public static WebhookEndpointFields ParseNew(ReadOnlySpan<byte> body) => JsonBody.Parse(body, ParseNewRoot);

    /// <summary>Fields to change; those absent or null stay as they are.</summary>
    public static WebhookEndpointFields ParseChange(ReadOnlySpan<byte> body) => JsonBody.Parse(body, ParseRoot);

    private static WebhookEndpointFields ParseNewRoot(ref JsonCursor cursor)
    {
        var fields = ParseRoot(ref cursor);
        if (fields.Url is null && cursor.Problems.Count == 0)
        {
            cursor.Add("url", ErrorCodes.Required, "url is required");
        }

        return fields;
    }

    private static WebhookEndpointFields ParseRoot(ref JsonCursor cursor)
    {
        var fields = new WebhookEndpointFields();
        if (!cursor.EnterObject(null, "the body"))
        {
            return fields;
        }

        var keys = cursor.NewGuard();
        while (cursor.NextField(ref keys, out var name))
        {
            if (name.SequenceEqual("url"u8))
            {
                fields = fields with { Url = cursor.ShortText("url", Limits.WebhookUrlLength) };
            }
            else if (name.SequenceEqual("description"u8))
            {
                fields = fields with { Description = cursor.ShortText("description", Limits.WebhookDescriptionLength) };
            }
            else if (name.SequenceEqual("events"u8))
            {
                fields = fields with { Events = ParseEvents(ref cursor) };
            }
            else if (name.SequenceEqual("status"u8))
            {
                fields = fields with
                {
                    Enabled = cursor.Word<WebhookEndpointStatus>("status") is { } status ? status == WebhookEndpointStatus.Enabled : null,
                };
            }
            else
            {
                cursor.SkipUnknown(name);
            }
        }

        return fields;
    }

    private static List<string>? ParseEvents(ref JsonCursor cursor)
    {
        const string field = "events";
        if (cursor.IsNull || !cursor.EnterArray(field, field))
        {
            return null;
        }

        var events = new List<string>();
        var count = 0;
        while (cursor.NextElement())
        {
            if (++count > MaxEvents)
            {
                cursor.Skip();
            }
            else if (cursor.IsNull)
            {
                cursor.Add(field, ErrorCodes.WrongType, $"{field} must hold names of events, got null");
            }
            else if (cursor.ShortText(field, Limits.WebhookUrlLength) is { } name)
            {
                events.Add(name);
            }
        }

        if (count > MaxEvents)
        {
            cursor.Add(field, ErrorCodes.TooMany, $"{field} may hold at most {MaxEvents} names");
        }

        return events;
    }
}
