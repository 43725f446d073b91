using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Orleans.Batch.Gateway.Connections;

namespace Orleans.Batch.Gateway.Http;

/// <summary>
/// Puts <see cref="ResponseMiddleware"/> before everything else, routing above all; only the client's address is set before it.
/// </summary>
internal sealed class ResponseStartupFilter(TrustedProxies proxies) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        if (proxies.Any)
        {
            app.UseForwardedHeaders(proxies.ToForwardedHeaders());
        }

        app.UseMiddleware<ResponseMiddleware>();
        next(app);
    };
}
