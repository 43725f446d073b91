using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Orleans.Batch.Gateway.Docs;

/// <summary>
/// The OpenAPI document of one version as it is sent. It needs no key, and rendering takes tens of milliseconds of CPU, so it is
/// rendered and compressed once, at the first request.
/// </summary>
internal sealed class ApiDocumentText(IOpenApiDocumentProvider documents) : IDisposable
{
    private readonly SemaphoreSlim _rendering = new(1);
    private Forms? _forms;

    /// <summary>Its forms; callers wait while it is rendered.</summary>
    public async ValueTask<Forms> GetAsync(CancellationToken cancellationToken)
    {
        if (_forms is { } rendered)
        {
            return rendered;
        }

        await _rendering.WaitAsync(cancellationToken);
        try
        {
            // Not canceled with the request that started it: other requests wait for it.
            return _forms ??= await RenderAsync();
        }
        finally
        {
            _rendering.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _rendering.Dispose();

    private async Task<Forms> RenderAsync()
    {
        var document = await documents.GetOpenApiDocumentAsync(CancellationToken.None);
        using var json = new MemoryStream();
        await document.SerializeAsJsonAsync(json, OpenApiSpecVersion.OpenApi3_1, CancellationToken.None);
        var plain = json.ToArray();
        var hash = Convert.ToHexStringLower(SHA256.HashData(plain).AsSpan(0, 16));
        return new Forms(
            new(plain, null, $"\"{hash}\""),
            new(Pack(plain, static to => new GZipStream(to, CompressionLevel.SmallestSize)), "gzip", $"\"{hash}-gzip\""),
            new(Pack(plain, static to => new BrotliStream(to, CompressionLevel.Optimal)), "br", $"\"{hash}-br\""));
    }

    private static byte[] Pack(byte[] plain, Func<Stream, Stream> open)
    {
        using var packed = new MemoryStream();
        using (var packer = open(packed))
        {
            packer.Write(plain);
        }

        return packed.ToArray();
    }

    /// <summary>The document in each form.</summary>
    /// <param name="Plain">Uncompressed.</param>
    /// <param name="Gzip">By gzip.</param>
    /// <param name="Brotli">By Brotli.</param>
    internal sealed record Forms(Form Plain, Form Gzip, Form Brotli);

    /// <summary>The document in one form.</summary>
    /// <param name="Bytes">The bytes.</param>
    /// <param name="Encoding">The content encoding; null for none.</param>
    /// <param name="Tag">The entity tag, quotes included.</param>
    internal sealed record Form(byte[] Bytes, string? Encoding, string Tag);
}
