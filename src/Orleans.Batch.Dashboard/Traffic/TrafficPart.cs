using Microsoft.AspNetCore.Components;

namespace Orleans.Batch.Dashboard;

/// <summary>A part of the page of live traffic.</summary>
public abstract class TrafficPart : ComponentBase
{
    /// <summary>The data it shows.</summary>
    [Parameter]
    [EditorRequired]
    public LiveTraffic Traffic { get; set; } = default!;
}
