using Spectre.Console;
using Spectre.Console.Rendering;

namespace Orleans.Batch.Loading;

/// <summary>The count, the total, and the rate a second.</summary>
internal sealed class ItemRateColumn : ProgressColumn
{
    /// <inheritdoc/>
    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
        new Text($"{task.Value:N0}/{task.MaxValue:N0} {(task.Speed is { } speed ? $"{speed:N0}/s" : "")}");
}
