using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Orleans.Batch.Gateway;

/// <summary>
/// Callers choose ids, and ids may hold slashes and percent signs. Kestrel decodes the path except for <c>%2F</c>,
/// so that <c>%2F</c> and <c>%252F</c> look alike in <see cref="HttpRequest.Path"/>. Here the target is taken as it
/// was sent, split first and decoded afterwards, and each segment is put back in one canonical escaped form:
/// routing sees opaque segments, and <see cref="Unescape"/> gives the id back exactly.
/// </summary>
internal static class ApiPath
{
    public const string Prefix = "/api/v2";

    private static readonly SearchValues<char> Unreserved =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

    public static void Restore(HttpContext http)
    {
        var target = PathOf(http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        if (target.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) || http.Request.Path.StartsWithSegments(Prefix))
        {
            http.Request.Path = Canonical(target);
        }
    }

    public static string Unescape(string segment) => Uri.UnescapeDataString(segment);

    internal static string Canonical(string target)
    {
        var segments = target.Split('/');
        for (var i = 0; i < segments.Length; i++)
        {
            if (segments[i].AsSpan().ContainsAnyExcept(Unreserved))
            {
                segments[i] = Uri.EscapeDataString(Decode(segments[i]));
            }
        }

        return string.Join('/', segments);
    }

    // The target may be in absolute form (RFC 9112, 3.2.2) and carry a query.
    private static string PathOf(string target)
    {
        var start = 0;
        if (target.Length > 0 && target[0] != '/')
        {
            var authority = target.IndexOf("://", StringComparison.Ordinal);
            start = authority < 0 ? target.Length : target.IndexOf('/', authority + 3);
            start = start < 0 ? target.Length : start;
        }

        var end = target.IndexOf('?', start);
        return end < 0 ? target[start..] : target[start..end];
    }

    private static string Decode(string segment)
    {
        var bytes = new byte[segment.Length];
        var length = 0;
        for (var i = 0; i < segment.Length; i++)
        {
            if (segment[i] != '%')
            {
                bytes[length++] = segment[i] <= 0x7F ? (byte)segment[i] : throw Refuse("contains a character that is not escaped");
            }
            else if (i + 2 < segment.Length
                && byte.TryParse(segment.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                bytes[length++] = value;
                i += 2;
            }
            else
            {
                throw Refuse("contains a % that is not followed by two hexadecimal digits");
            }
        }

        var utf8 = bytes.AsSpan(0, length);
        return Utf8.IsValid(utf8) ? Encoding.UTF8.GetString(utf8) : throw Refuse("is not valid UTF-8 after percent-decoding");
    }

    private static BatchServiceException Refuse(string what) =>
        BatchServiceException.Invalid(ErrorCodes.InvalidEncoding, $"the path {what}");
}
