using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Orleans.Batch.Dashboard;

/// <summary>Distinguishes a malformed form from a fault: the framework's readers throw the same types for both.</summary>
internal static class MalformedForm
{
    /// <summary>Whether the form caused the reader's exception.</summary>
    public static bool IsCause(Exception fault) => fault is InvalidDataException or NotSupportedException
        || fault is IOException and not (BadHttpRequestException or ConnectionResetException);

    /// <summary>The refusal of such a form.</summary>
    public static BatchServiceException Refuse(Exception fault) => BatchServiceException.Invalid(ErrorCodes.InvalidRequest, fault switch
    {
        InvalidDataException => $"the form is not one of this server's: {fault.Message}",
        NotSupportedException => "the form's character set must be UTF-8",
        _ => "the form breaks off, or its boundary is missing; nothing was changed: send it again",
    });
}
