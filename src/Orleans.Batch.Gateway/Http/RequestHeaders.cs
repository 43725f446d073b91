using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Orleans.Batch.Gateway;

/// <summary>Refuses headers that are not text.</summary>
internal static class RequestHeaders
{
    // What the decoder puts in the place of bytes that are not UTF-8, and what it lets through.
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
