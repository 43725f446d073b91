using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Batch.Gateway.Http;

internal static class HttpContextExtensions
{
    private const string JsonUtf8 = "application/json; charset=utf-8";

    /// <summary>The project whose key the caller presented.</summary>
    public static ProjectId Project(this HttpContext http) => http.Features.GetRequiredFeature<Caller>().Project;

    /// <summary>A caller-chosen id from the path.</summary>
    public static string RouteId(this HttpContext http, string name) =>
        TextRules.RequireId(ApiPath.Unescape((string)http.Request.RouteValues[name]!), name);

    /// <summary>An identity that the service created, from the path; 400 when the segment is not a valid one.</summary>
    public static Guid RouteGuid(this HttpContext http, string name) =>
        Guid.TryParseExact(ApiPath.Unescape((string)http.Request.RouteValues[name]!), "D", out var id)
            ? id
            : throw BatchServiceException.Invalid(ErrorCodes.InvalidId, $"{name} must be a UUID");

    public static async Task WriteAsync<T>(this HttpContext http, T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = JsonUtf8;
        await JsonSerializer.SerializeAsync(http.Response.BodyWriter, value, type, http.RequestAborted);
    }

    /// <summary>Sets the cursor of the next page of a bare array; none on the last.</summary>
    public static void SetNextCursor(this HttpContext http, string? cursor)
    {
        if (cursor is not null)
        {
            http.Response.Headers[PageHeaders.NextCursor] = cursor;
        }
    }

    /// <summary>Marks the response as truncated.</summary>
    public static void SetTruncated(this HttpContext http, bool truncated)
    {
        if (truncated)
        {
            http.Response.Headers[PageHeaders.Truncated] = "true";
        }
    }

    public static Task WriteMessageAsync(this HttpContext http, string message) =>
        http.WriteAsync(new MessageResponse(message), WireJson.Default.MessageResponse);

    /// <summary>Answers with an error unless the response has started.</summary>
    public static async Task WriteErrorAsync(this HttpContext http, ErrorResponse error)
    {
        http.RequestServices.GetRequiredService<GatewayTelemetry>().Refused(error.Status, error.Code);
        if (error.RetryAfter is { } wait)
        {
            http.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        if (error.Close)
        {
            http.Response.Headers.Connection = "close";
        }

        if (http.RequestServices.GetService<IErrorPages>() is { } pages && pages.WantsPage(http))
        {
            await pages.WriteAsync(http, error);
            return;
        }

        await http.WriteRawAsync(error.Status, http.Render(error));
    }

    /// <summary>The body of an error, in the format of the version in the request's path; of the third where it names none.</summary>
    public static byte[] Render(this HttpContext http, ErrorResponse error)
    {
        var prefix = ApiPath.PrefixOf(http);
        foreach (var format in http.RequestServices.GetServices<IErrorFormat>())
        {
            if (format.Prefix == prefix)
            {
                return format.Render(error, http.TraceIdentifier);
            }
        }

        return error.Render(http.TraceIdentifier);
    }

    /// <summary>Writes an answer that was kept or is being kept; an empty one has no body and no content type.</summary>
    public static Task WriteStoredAsync(this HttpContext http, StoredResponse answer)
    {
        if (!answer.Body.IsEmpty)
        {
            return http.WriteRawAsync(answer.Status, answer.Body);
        }

        http.Response.StatusCode = answer.Status;
        return Task.CompletedTask;
    }

    public static async Task WriteRawAsync(this HttpContext http, int status, ReadOnlyMemory<byte> json)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = JsonUtf8;
        http.Response.ContentLength = json.Length;
        await http.Response.BodyWriter.WriteAsync(json, http.RequestAborted);
    }
}
