using System.Globalization;
using Orleans.Batch.Models;

namespace Orleans.Batch.Extraction.Models;

/// <summary>Says what a response that is no answer means for the caller.</summary>
internal static class CallFaults
{
    private const int LongestMessage = 300;

    /// <summary>Whether the prompt does not fit into the model's context.</summary>
    public static bool IsTooLarge(int status, EndpointError error) => status switch
    {
        413 => true,

        // OpenAI says so of one request with more tokens than a minute may have: waiting does not help.
        429 => error.Has("request too large"),
        400 or 422 or 500 => error.Has(
            "context_length_exceeded", "exceed_context_size", "context length", "context window", "context size", "maximum context", "prompt is too long"),
        _ => false,
    };

    /// <summary>Whether the endpoint refuses a parameter of the request.</summary>
    public static bool IsBadParameter(int status, EndpointError error, params ReadOnlySpan<string> names) =>
        status is 400 or 404 or 422 or 501 && !IsTooLarge(status, error) && error.Has(names);

    /// <summary>The exception for a status.</summary>
    /// <param name="status">The status.</param>
    /// <param name="error">What the endpoint says.</param>
    /// <param name="key">The key, which endpoints repeat in their messages; null where there is none.</param>
    /// <param name="limits">What the headers say of limits.</param>
    public static ModelCallException FromStatus(int status, EndpointError error, string? key, EndpointLimits limits)
    {
        var (fault, text) = Judge(status, error);
        var said = Shorten(error.Message, key);
        return new ModelCallException(
            fault, string.Create(CultureInfo.InvariantCulture, $"{text} ({status}){(said.Length == 0 ? "." : ": ")}{said}")) { Limits = limits };
    }

    /// <summary>A message on one line, at most 300 characters, without the key.</summary>
    public static string Shorten(string message, string? key)
    {
        var clean = key is null ? message : message.Replace(key, "***", StringComparison.Ordinal);
        var line = string.Join(' ', clean.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        line = string.Concat(line.Where(c => !char.IsControl(c)));
        return line.Length <= LongestMessage ? line : line[..(LongestMessage - 1)] + "…";
    }

    private static (ModelFault Fault, string Text) Judge(int status, EndpointError error) => status switch
    {
        _ when IsTooLarge(status, error) => (ModelFault.TooLarge, "The prompt does not fit into the model's context"),
        400 when error.Has("content_filter", "content management policy") => (ModelFault.Malformed, "The endpoint's filter rejects the content"),
        429 when error.Has("insufficient_quota") => (ModelFault.Refused, "The account at the endpoint has no credit left"),
        429 => (ModelFault.RateLimited, "The endpoint has too many requests"),
        401 or 403 => (ModelFault.Refused, "The endpoint refuses the API key"),
        402 => (ModelFault.Refused, "The account at the endpoint has no credit left"),
        404 => (ModelFault.Refused, "The endpoint has no such model or address"),
        408 or 409 or 425 or >= 500 => (ModelFault.Unavailable, "The endpoint fails"),
        < 400 => (ModelFault.Refused, "The endpoint redirects to another address, which the profile should name"),
        _ => (ModelFault.Refused, "The endpoint refuses the request"),
    };
}
