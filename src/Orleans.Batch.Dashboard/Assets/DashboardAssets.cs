using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Orleans.Batch.Dashboard;

/// <summary>The one script and the one stylesheet. Their addresses change with their content, so browsers cache them permanently.</summary>
internal sealed class DashboardAssets
{
    public DashboardAsset Styles { get; } = Read("dashboard.css", "text/css; charset=utf-8");

    public DashboardAsset Script { get; } = Read("dashboard.js", "text/javascript; charset=utf-8");

    public void Map(IEndpointRouteBuilder open)
    {
        foreach (var asset in (DashboardAsset[])[Styles, Script])
        {
            open.MapGet(asset.Path, async (HttpContext http) =>
            {
                http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
                http.Response.Headers.ContentSecurityPolicy = SecurityHeaders.ContentPolicy;
                http.Response.ContentType = asset.Type;
                http.Response.ContentLength = asset.Content.Length;
                await http.Response.BodyWriter.WriteAsync(asset.Content, http.RequestAborted);
            }).ExcludeFromDescription();
        }
    }

    private static DashboardAsset Read(string name, string type)
    {
        using var stream = typeof(DashboardAssets).Assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return new DashboardAsset($"/assets/{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}/{name}", type, content);
    }
}

/// <summary>One file.</summary>
internal sealed record DashboardAsset(string Path, string Type, byte[] Content);
