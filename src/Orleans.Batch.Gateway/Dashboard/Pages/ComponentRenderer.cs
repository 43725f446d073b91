using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging;

namespace Orleans.Batch.Gateway.Dashboard;

/// <summary>
/// Renders components to text, for pages and for live updates alike. Razor's own endpoints would bring data protection
/// and antiforgery with keys of their own, which sessions kept in the database make superfluous.
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
