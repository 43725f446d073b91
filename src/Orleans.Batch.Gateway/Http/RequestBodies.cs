using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Gateway.Http;

/// <summary>
/// Reads bodies: refused before a byte is read when Content-Length is too large, counted while reading otherwise, and
/// counted after decompression when the client compressed.
/// </summary>
internal sealed class RequestBodies(BodyBudget budget, IOptions<BatchGatewayOptions> options)
{
    public async ValueTask<RequestBody> ReadAsync(HttpContext http, int limit)
    {
        var body = new RequestBody(budget);
        try
        {
            var source = Open(http, limit);
            await using var owned = ReferenceEquals(source, http.Request.Body) ? null : source;
            if (!await body.FillAsync(source, limit, http.RequestAborted))
            {
                throw TooLarge(limit);
            }

            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    /// <summary>The decompressed body, for a reader that counts its bytes; the request's own stream unless compressed.</summary>
    public Stream Open(HttpContext http, long limit)
    {
        if (http.Request.ContentLength > limit)
        {
            throw TooLarge(limit);
        }

        // The reader counts bytes after decompression; the server's count would include the framing of chunks.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        return Decoded(http.Request);
    }

    private Stream Decoded(HttpRequest request)
    {
        var encodings = request.Headers.ContentEncoding;
        return encodings.ToString().Trim().ToLowerInvariant() switch
        {
            "gzip" or "x-gzip" => new GzipReadStream(request.Body, "the body", options.Value.GzipLimits, leaveOpen: true),
            "identity" or "" => request.Body,
            _ => throw new HttpRefusalException(
                StatusCodes.Status415UnsupportedMediaType, ErrorCodes.InvalidRequest, "Content-Encoding must be gzip or absent")
            {
                Close = true,
            },
        };
    }

    public static HttpRefusalException TooLarge(long limit) => new(
        StatusCodes.Status413PayloadTooLarge,
        ErrorCodes.TooLong,
        string.Create(CultureInfo.InvariantCulture, $"the body may have at most {limit} bytes, counted after decompression; send less in one call"))
    {
        Close = true,
    };
}
