namespace Orleans.Batch.Grouping;

/// <summary>
/// Runs an operation on a set of work. If it fails because of a part of the set, halves the set until the part is
/// isolated; all other parts are done.
/// </summary>
/// <param name="run">Runs the operation on a set; one result per part, in the same order.</param>
/// <param name="isAboutTheWork">Whether a fault is about a part of the set; any other fault ends the operation.</param>
/// <param name="isolated">The result of a part that fails alone, with its fault.</param>
public sealed class Bisection<TPart, TResult>(
    Func<IReadOnlyList<TPart>, ValueTask<IReadOnlyList<TResult>>> run,
    Func<Exception, bool> isAboutTheWork,
    Func<TPart, Exception, ValueTask<TResult>> isolated)
{
    /// <summary>Runs the operation.</summary>
    /// <returns>One result per part, in the same order.</returns>
    public async ValueTask<IReadOnlyList<TResult>> RunAsync(IReadOnlyList<TPart> parts)
    {
        try
        {
            return await run(parts);
        }
        catch (Exception e) when (isAboutTheWork(e))
        {
            return parts is [var part] ? [await isolated(part, e)] : await HalveAsync(parts);
        }
    }

    private async ValueTask<IReadOnlyList<TResult>> HalveAsync(IReadOnlyList<TPart> parts)
    {
        var half = parts.Count / 2;
        var first = await RunAsync([.. parts.Take(half)]);
        var second = await RunAsync([.. parts.Skip(half)]);
        return [.. first, .. second];
    }
}
