using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Timeout;

namespace Orleans.Batch.Webhooks;

/// <summary>Posts one message once. It always ends at the timeout and keeps little of the answer.</summary>
internal sealed class WebhookSender : IDisposable
{
    /// <summary>How many bytes of an answer are kept.</summary>
    public const int MaxResponse = 20_000;

    private readonly HttpMessageInvoker _http;
    private readonly ResiliencePipeline _pipeline;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;

    public WebhookSender(TargetValidator judge, IOptions<WebhookOptions> options, TimeProvider time)
    {
        _timeout = options.Value.AttemptTimeout;
        _time = time;
        _http = new HttpMessageInvoker(OutboundHandler.Create(judge, _timeout));
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }.AddTimeout(_timeout).Build();
    }

    /// <summary>Makes one attempt.</summary>
    /// <param name="delivery">What to send.</param>
    /// <param name="waited">How long ago it was taken.</param>
    /// <param name="stop">Cancels it.</param>
    /// <exception cref="OperationCanceledException">It was canceled before there was an answer.</exception>
    public async ValueTask<AttemptResponse> SendAsync(DueDelivery delivery, TimeSpan waited, CancellationToken stop)
    {
        var partial = new PartialResponse();
        try
        {
            await _pipeline.ExecuteAsync(
                (_, cancellation) => PostAsync(delivery, waited, partial, cancellation), partial, stop);
        }
        catch (Exception) when (partial.Status is not null)
        {
            // The status decides. A body that never ends or breaks off does not change it.
        }
        catch (TimeoutRejectedException)
        {
            return Failed($"no answer within {_timeout.TotalSeconds:0.###} s");
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            return Failed(Reason(e));
        }

        return new AttemptResponse(partial.Status, Error: null, partial.Kept(), partial.Abort, partial.RetryAfter);
    }

    public void Dispose() => _http.Dispose();

    private static AttemptResponse Failed(string error) => new(Status: null, error, default, Abort: false, RetryAfter: null);

    private async ValueTask PostAsync(
        DueDelivery delivery, TimeSpan waited, PartialResponse partial, CancellationToken cancellationToken)
    {
        using var request = WebhookRequest.Create(delivery, WebhookUrlRules.Parse(delivery.Url), waited);
        using var response = await _http.SendAsync(request, cancellationToken);
        partial.Begin(response, _time.GetUtcNow());

        // Disposing of the response with an unread body closes the connection, without reading the rest.
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        await partial.ReadAsync(body, cancellationToken);
    }

    // The owner of the endpoint reads this: it names the kind of fault, never an internal address.
    private static string Reason(Exception e) => e switch
    {
        TargetRefusedException or BatchServiceException => $"refused: {e.Message}",
        HttpRequestException { InnerException: TargetRefusedException inner } => $"refused: {inner.Message}",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "the TLS handshake failed, or the certificate is not trusted",
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => "the answer's headers are too long",
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => "the answer is not HTTP",
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } => "the connection ended before an answer",
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "the host's name could not be resolved",
        HttpRequestException { InnerException: SocketException socket } => Reason(socket.SocketErrorCode),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "the connection failed",
        _ => "the request failed",
    };

    private static string Reason(SocketError error) => error switch
    {
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery =>
            "the host's name could not be resolved",
        SocketError.ConnectionRefused => "the connection was refused",
        SocketError.ConnectionReset => "the connection was reset",
        SocketError.TimedOut => "the connection timed out",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => "the host cannot be reached",
        _ => "the connection failed",
    };
}
