using System.Net;

namespace Orleans.Batch.Webhooks;

/// <summary>A response while it arrives: the received part counts, even if the rest never comes.</summary>
internal sealed class PartialResponse
{
    private readonly byte[] _kept = new byte[WebhookSender.MaxResponse];
    private int _length;

    public int? Status { get; private set; }

    public bool Abort { get; private set; }

    public TimeSpan? RetryAfter { get; private set; }

    public void Begin(HttpResponseMessage response, DateTimeOffset now)
    {
        Abort = response.Headers.TryGetValues("webhook-delivery", out var words)
            && words.Any(w => w.Trim().Equals("abort-message", StringComparison.OrdinalIgnoreCase));
        if (response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)
        {
            RetryAfter = response.Headers.RetryAfter switch
            {
                { Delta: { } delta } => delta,
                { Date: { } date } => date - now,
                _ => null,
            };
        }

        Status = (int)response.StatusCode;
    }

    public async ValueTask ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        while (_length < _kept.Length)
        {
            var read = await body.ReadAsync(_kept.AsMemory(_length), cancellationToken);
            if (read == 0)
            {
                return;
            }

            _length += read;
        }
    }

    public ReadOnlyMemory<byte> Kept() => _kept.AsSpan(0, _length).ToArray();
}
