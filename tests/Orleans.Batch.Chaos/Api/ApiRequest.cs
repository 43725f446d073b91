using System.Net.Http.Headers;
using System.Text.Json;

namespace Orleans.Batch.Chaos.Api;

/// <summary>A request that can be sent again unchanged.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The path below <c>/api/v2/</c>.</param>
/// <param name="Body">The body, or null.</param>
/// <param name="ContentType">Its type.</param>
public sealed record ApiRequest(HttpMethod Method, string Path, byte[]? Body = null, string ContentType = "application/json")
{
    public static ApiRequest Get(string path) => new(HttpMethod.Get, path);

    public static ApiRequest Delete(string path) => new(HttpMethod.Delete, path);

    public static ApiRequest Post(string path, object? body = null) => new(HttpMethod.Post, path, Json(body));

    public static ApiRequest Patch(string path, object body) => new(HttpMethod.Patch, path, Json(body));

    /// <summary>Items as JSON lines.</summary>
    public static ApiRequest PostLines(string path, IEnumerable<object> lines) => new(
        HttpMethod.Post,
        path,
        [.. lines.SelectMany(line => (IEnumerable<byte>)[.. JsonSerializer.SerializeToUtf8Bytes(line), (byte)'\n'])],
        "application/x-ndjson");

    /// <summary>A new message, because one cannot be sent twice.</summary>
    public HttpRequestMessage ToMessage(string url)
    {
        var message = new HttpRequestMessage(Method, new Uri($"{url}/api/v2/{Path}"));
        if (Method != HttpMethod.Get)
        {
            // HttpClient itself repeats a request if the connection breaks before it has started to send the body. With an
            // empty body it has started, and the request is sent once.
            message.Content = new ByteArrayContent(Body ?? []);
            message.Content.Headers.ContentType = Body is null ? null : new MediaTypeHeaderValue(ContentType);
        }

        return message;
    }

    public override string ToString() => $"{Method} {Path}";

    private static byte[]? Json(object? body) => body is null ? null : JsonSerializer.SerializeToUtf8Bytes(body);
}
