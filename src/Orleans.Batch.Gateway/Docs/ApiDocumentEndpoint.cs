using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Orleans.Batch.Gateway.Docs;

/// <summary>Serves the OpenAPI document without a key; compressed if the client accepts it, with 304 if the client has it.</summary>
internal static class ApiDocumentEndpoint
{
    private const string JsonUtf8 = "application/json; charset=utf-8";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(ApiPath.Prefix + "/openapi.json", static (HttpContext http) => GetAsync(http, ApiDocument.Name)).ExcludeFromDescription();
        app.MapGet(ApiPath.PrefixV4 + "/openapi.json", static (HttpContext http) => GetAsync(http, ApiDocument.NameV4)).ExcludeFromDescription();
    }

    private static async Task GetAsync(HttpContext http, string name)
    {
        var document = http.RequestServices.GetRequiredKeyedService<ApiDocumentText>(name);
        var forms = await document.GetAsync(http.RequestAborted);
        var form = Choose(forms, http.Request.GetTypedHeaders().AcceptEncoding);
        var response = http.Response;
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        response.Headers.ETag = form.Tag;
        response.Headers.CacheControl = "no-cache"; // may be cached, and is revalidated by its tag
        if (http.Request.GetTypedHeaders().IfNoneMatch.Any(t => t.Tag == "*" || t.Tag == form.Tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = JsonUtf8;
        response.ContentLength = form.Bytes.Length;
        if (form.Encoding is { } encoding)
        {
            response.Headers.ContentEncoding = encoding;
        }

        await response.BodyWriter.WriteAsync(form.Bytes, http.RequestAborted);
    }

    // The shortest form that the client accepts; a quality of zero means refused.
    private static ApiDocumentText.Form Choose(ApiDocumentText.Forms forms, IList<StringWithQualityHeaderValue> accepted)
    {
        bool Takes(string encoding) => accepted.Any(a =>
            a.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase) && a.Quality is null or > 0);
        return Takes("br") ? forms.Brotli : Takes("gzip") ? forms.Gzip : forms.Plain;
    }
}
