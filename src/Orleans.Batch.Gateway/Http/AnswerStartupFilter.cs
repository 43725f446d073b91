using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Orleans.Batch.Gateway;

/// <summary>Puts <see cref="AnswerMiddleware"/> before everything else, routing above all.</summary>
internal sealed class AnswerStartupFilter : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UseMiddleware<AnswerMiddleware>();
        next(app);
    };
}
