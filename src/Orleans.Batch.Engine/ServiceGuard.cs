namespace Orleans.Batch;

/// <summary>The border between the store's faults and what callers are told.</summary>
public static class ServiceGuard
{
    // Long enough for a database to restart, short enough that nobody minds.
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Runs a call; a fault that passes becomes a refusal that says when to come back, a lost outcome one that says to look.
    /// </summary>
    public static async ValueTask<T> RunAsync<T>(Func<ValueTask<T>> call)
    {
        try
        {
            return await call();
        }
        catch (OutcomeUnknownException e)
        {
            throw new BatchServiceException(
                ErrorKind.OutcomeUnknown, ErrorCodes.OutcomeUnknown, $"{e.Message}; look whether it was done before you repeat it", e);
        }
        catch (TransientStoreException e)
        {
            throw new BatchServiceException(
                ErrorKind.Unavailable, ErrorCodes.Unavailable, $"{e.Message}; try again in a moment", e)
            {
                RetryAfter = RetryAfter,
            };
        }
    }

    /// <summary>The same, where the store answers null for what is not there.</summary>
    /// <param name="what">What is looked for, as in "user".</param>
    /// <param name="id">The caller's id of it.</param>
    /// <param name="call">The call.</param>
    public static async ValueTask<T> FindAsync<T>(string what, string id, Func<ValueTask<T?>> call)
        where T : class =>
        await RunAsync(call) ?? throw BatchServiceException.NotFound(what, id);
}
