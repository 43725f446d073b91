using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Orleans.Batch.Gateway.Http;

/// <summary>
/// Callers choose ids, and ids may hold slashes and percent signs. Kestrel decodes the path except for <c>%2F</c>,
/// so that <c>%2F</c> and <c>%252F</c> are equal in <see cref="HttpRequest.Path"/>. This class takes the target as it
/// was sent, splits it first and decodes it afterwards, and writes each segment with <c>~XX</c> for every byte that is
/// not a letter, a digit or one of <c>- . _</c>. Without a percent sign routing does not decode it again: it is one
/// opaque segment, and <see cref="Unescape"/> returns the id exactly.
/// </summary>
internal static class ApiPath
{
    /// <summary>The beginning of the paths of the third version of Zep's API.</summary>
    public const string Prefix = "/api/v2";

    /// <summary>The beginning of the paths of the fourth version.</summary>
    public const string PrefixV4 = "/api/v4";

    /// <summary>The health checks; they are no part of the API.</summary>
    public const string HealthPrefix = "/healthz";

    private const char Mark = '~';
    private const int MaxShown = 200;

    private static readonly string[] Prefixes = [Prefix, PrefixV4];

    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._");

    public static void Restore(HttpContext http)
    {
        var target = PathOf(http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        if (Prefixes.Any(p => target.StartsWith(p, StringComparison.OrdinalIgnoreCase)) || PrefixOf(http) is not null)
        {
            http.Request.Path = Canonical(target);
        }
    }

    /// <summary>The beginning of the path that names a version of the API; null for any other path.</summary>
    public static string? PrefixOf(HttpContext http) => Array.Find(Prefixes, p => http.Request.Path.StartsWithSegments(p));

    /// <summary>The id in a segment of the restored path.</summary>
    public static string Unescape(string segment) => segment.Contains(Mark) ? Decode(segment, Mark) : segment;

    /// <summary>The path as it was sent, for messages.</summary>
    public static string Shown(HttpContext http)
    {
        var path = PathOf(http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        return path.Length <= MaxShown ? path : path[..MaxShown] + "…";
    }

    internal static string Canonical(string target)
    {
        var segments = target.Split('/');
        for (var i = 0; i < segments.Length; i++)
        {
            if (segments[i].AsSpan().ContainsAnyExcept(Plain))
            {
                segments[i] = Escape(Decode(segments[i], '%'));
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

    private static string Escape(string id)
    {
        var escaped = new StringBuilder(id.Length * 3);
        foreach (var value in Encoding.UTF8.GetBytes(id))
        {
            if (Plain.Contains((char)value))
            {
                escaped.Append((char)value);
            }
            else
            {
                escaped.Append(Mark).Append(value.ToString("X2", CultureInfo.InvariantCulture));
            }
        }

        return escaped.ToString();
    }

    private static string Decode(string segment, char mark)
    {
        var bytes = new byte[segment.Length];
        var length = 0;
        for (var i = 0; i < segment.Length; i++)
        {
            if (segment[i] != mark)
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
