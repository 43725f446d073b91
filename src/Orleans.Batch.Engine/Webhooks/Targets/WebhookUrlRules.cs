using System.Net;

namespace Orleans.Batch.Webhooks;

/// <summary>
/// The syntax rules of an endpoint's URL. <see cref="TargetValidator"/> checks its addresses.
/// </summary>
public static class WebhookUrlRules
{
    /// <summary>Parses a URL, or refuses it with a reason.</summary>
    /// <exception cref="BatchServiceException">The URL is not allowed.</exception>
    public static Uri Parse(string url)
    {
        if (url.Length > Limits.WebhookUrlLength)
        {
            throw BatchServiceException.Invalid(ErrorCodes.TooLong, $"url may have at most {Limits.WebhookUrlLength} characters");
        }

        // The text is checked before Uri parses it: Uri trims, takes "\" for "/" and makes files of "//host".
        if (url.Any(c => c <= ' ' || c == '\\' || char.IsControl(c) || char.IsSurrogate(c)))
        {
            throw Refused("must not contain spaces, control characters, backslashes or characters outside the basic plane");
        }

        if (!url.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            && !url.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        {
            throw Refused("must begin with https://");
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.IdnHost.Length == 0)
        {
            throw Refused("is not a URL with a host");
        }

        // Uri drops an empty user name, so the text is checked here too.
        var authority = url.AsSpan(url.IndexOf("://", StringComparison.Ordinal) + 3);
        var end = authority.IndexOfAny("/?#");
        if ((end < 0 ? authority : authority[..end]).Contains('@'))
        {
            throw Refused("must not contain a user name or password; messages are signed instead");
        }

        if (url.Contains('#', StringComparison.Ordinal))
        {
            throw Refused("must not contain a fragment (#…), which is never sent");
        }

        if (uri.Port < 1)
        {
            throw Refused("must not name port 0");
        }

        CheckHost(HostOf(uri));
        return uri;
    }

    /// <summary>
    /// The host as it is resolved: in ASCII, without the final dot and brackets. <see cref="Uri.Host"/> would keep
    /// fullwidth digits, which resolvers read as an address.
    /// </summary>
    public static string HostOf(Uri uri) => uri.IdnHost.Trim('[', ']').TrimEnd('.');

    private static void CheckHost(string host)
    {
        // Resolvers read "127.1" and "0x7f000001" as addresses, so a host that ends in a number must be a whole one.
        var last = host[(host.LastIndexOf('.') + 1)..];
        var number = last.Length > 0 && (last.All(char.IsAsciiDigit) || last.StartsWith("0x", StringComparison.OrdinalIgnoreCase));
        if (host.Length == 0 || (number && !IPAddress.TryParse(host, out _)))
        {
            throw Refused("has neither a name nor an address for a host");
        }
    }

    private static BatchServiceException Refused(string why) =>
        BatchServiceException.Invalid(ErrorCodes.InvalidRequest, $"url {why}");
}
