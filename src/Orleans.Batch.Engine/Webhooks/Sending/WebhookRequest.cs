using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Orleans.Batch.Webhooks;

/// <summary>A delivery as an HTTP request.</summary>
internal static class WebhookRequest
{
    /// <summary>Creates the request.</summary>
    /// <param name="delivery">What to send.</param>
    /// <param name="url">Its URL, checked.</param>
    /// <param name="waited">How long ago it was taken: the timestamp is the time of sending, so that receivers accept it.</param>
    public static HttpRequestMessage Create(DueDelivery delivery, Uri url, TimeSpan waited)
    {
        var body = Encoding.UTF8.GetBytes(delivery.Payload);
        var id = delivery.MessageId.ToString();
        var timestamp = (delivery.Now + waited).ToUnixTimeSeconds();
        var signature = WebhookSignature.Sign(id, timestamp, body, delivery.Secrets);

        // HTTP/1.1 has one exchange per connection, whose cost is bounded by the bytes read.
        var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("User-Agent", "Orleans.Batch-Webhooks");
        foreach (var family in (string[])["svix", "webhook"])
        {
            request.Headers.Add($"{family}-id", id);
            request.Headers.Add($"{family}-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
            request.Headers.Add($"{family}-signature", signature);
        }

        return request;
    }
}
