using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging;

namespace Orleans.Batch.Dashboard;

/// <summary>
/// Renders components to text, for pages and for live updates. Razor's own endpoints would add data protection and
/// antiforgery with separate keys, which sessions in the database make unnecessary.
/// </summary>
internal sealed class ComponentRenderer(IServiceProvider services, ILoggerFactory logging)
{
    /// <summary>Renders a component with its parameters.</summary>
    public Task<string> RenderAsync<TComponent>(params (string Name, object Value)[] parameters)
        where TComponent : IComponent =>
        RenderAsync<TComponent>(parameters.ToDictionary(p => p.Name, p => (object?)p.Value, StringComparer.Ordinal));

    /// <inheritdoc cref="RenderAsync{TComponent}(ValueTuple{string, object}[])"/>
    public Task<string> RenderAsync<TComponent>(string name, object value)
        where TComponent : IComponent => RenderAsync<TComponent>((name, value));

    public async Task<string> RenderAsync<TComponent>(IDictionary<string, object?> parameters)
        where TComponent : IComponent
    {
        await using var renderer = new HtmlRenderer(services, logging);
        return await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(parameters))).ToHtmlString());
    }
}
