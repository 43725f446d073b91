using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Orleans.Batch.Gateway.Http;

/// <summary>Refuses headers that are not text.</summary>
internal static class RequestHeaders
{
    // The decoder's replacement for bytes that are not UTF-8, and the characters it accepts.
    private static readonly SearchValues<char> NotText = SearchValues.Create("\uFFFD\0");

    public static void Require(IHeaderDictionary headers)
    {
        foreach (var (name, values) in headers)
        {
            foreach (var value in values)
            {
                if (value.AsSpan().ContainsAny(NotText))
                {
                    throw BatchServiceException.Invalid(
                        ErrorCodes.InvalidEncoding, $"the header {name} is not valid UTF-8, or contains the NUL character");
                }
            }
        }
    }
}
