namespace Orleans.Batch.Ingestion;

/// <summary>The amount that one piece of work holds of a <see cref="WorkBudget"/>. Not for concurrent use.</summary>
public sealed class WorkShare : IDisposable
{
    private readonly WorkBudget _budget;
    private readonly long _project;
    private readonly int _weight;
    private readonly int _priority;

    internal WorkShare(WorkBudget budget, long project, int weight, int priority) =>
        (_budget, _project, _weight, _priority) = (budget, project, weight, priority);

    /// <summary>The amount it holds.</summary>
    public long Held { get; private set; }

    /// <summary>
    /// Takes an amount. It waits only while it holds nothing: two shares that each hold an amount and wait for the rest
    /// would deadlock.
    /// </summary>
    /// <returns>False when it holds something and there is no room for more: finish that first.</returns>
    public async ValueTask<bool> TryReserveAsync(long amount, CancellationToken cancellationToken)
    {
        if (amount > 0)
        {
            if (Held == 0)
            {
                await _budget.TakeAsync(_project, _weight, _priority, amount, cancellationToken);
            }
            else if (!_budget.TryTake(amount))
            {
                return false;
            }

            Held += amount;
        }

        return true;
    }

    /// <summary>Replaces the reserved amount by the amount really used.</summary>
    public void Settle(long reserved, long used)
    {
        if (used != reserved)
        {
            Held += used - reserved;
            _budget.Change(used - reserved);
        }
    }

    /// <summary>Returns all that it holds.</summary>
    public void Dispose()
    {
        Settle(Held, 0);
    }
}
