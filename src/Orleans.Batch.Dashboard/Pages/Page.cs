using Microsoft.AspNetCore.Components;

namespace Orleans.Batch.Dashboard;

/// <summary>A page's content: renders its model and fetches nothing.</summary>
/// <typeparam name="TModel">The type of its model.</typeparam>
public abstract class Page<TModel> : ComponentBase
{
    /// <summary>The model.</summary>
    [Parameter]
    [EditorRequired]
    public TModel Model { get; set; } = default!;

    /// <summary>The page around it.</summary>
    [CascadingParameter]
    public PageFrame Frame { get; set; } = default!;
}
