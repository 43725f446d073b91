using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Orleans.Batch.Dashboard;

/// <summary>A form with a file, read as it arrives: the fields first, without waiting for the file.</summary>
/// <param name="Fields">The fields before the file.</param>
/// <param name="FileName">The file's name; null when none was sent.</param>
/// <param name="File">Its content, to be read once; null when none was sent.</param>
internal sealed record UploadForm(IReadOnlyDictionary<string, string> Fields, string? FileName, Stream? File)
{
    private const int MaxFields = 20;
    private const int MaxField = 16 * 1024;
    private const int MaxName = 255;

    // The size of the form without the file.
    private const int Framing = 1024 * 1024;

    /// <summary>Reads up to the file.</summary>
    /// <param name="http">The request.</param>
    /// <param name="maxFile">The maximum size of the file as sent.</param>
    public static async Task<UploadForm> ReadAsync(HttpContext http, long maxFile)
    {
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 100 } boundary)
        {
            throw BatchServiceException.Invalid(ErrorCodes.InvalidRequest, "a file is sent as multipart/form-data; use the form of this page");
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = maxFile + Framing;
        }

        try
        {
            return await ReadAsync(new MultipartReader(boundary, http.Request.Body), http.RequestAborted);
        }
        catch (Exception e) when (MalformedForm.IsCause(e))
        {
            throw MalformedForm.Refuse(e);
        }
    }

    /// <summary>A field; empty when it was not sent.</summary>
    public string this[string name] => Fields.GetValueOrDefault(name, "");

    private static async Task<UploadForm> ReadAsync(MultipartReader reader, CancellationToken cancellationToken)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
        {
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
            {
                continue;
            }

            if (disposition.IsFileDisposition())
            {
                var name = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value;
                return new UploadForm(fields, string.IsNullOrEmpty(name) ? null : name[..Math.Min(name.Length, MaxName)], section.Body);
            }

            if (fields.Count == MaxFields)
            {
                throw BatchServiceException.Invalid(ErrorCodes.TooMany, "the form has more fields than it can have; use the form of this page");
            }

            fields[HeaderUtilities.RemoveQuotes(disposition.Name).ToString()] = await ReadFieldAsync(section.Body, cancellationToken);
        }

        return new UploadForm(fields, null, null);
    }

    private static async Task<string> ReadFieldAsync(Stream body, CancellationToken cancellationToken)
    {
        var bytes = new byte[MaxField + 1];
        var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return length <= MaxField
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw BatchServiceException.Invalid(ErrorCodes.TooLong, $"a field may have at most {MaxField} bytes");
    }
}
