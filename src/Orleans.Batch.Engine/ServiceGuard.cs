namespace Orleans.Batch;

/// <summary>Translates the store's faults to the refusals that callers get.</summary>
public static class ServiceGuard
{
    // Long enough for a database to restart, short enough for a caller to wait.
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Runs a call; a temporary fault becomes a refusal with the time to repeat, a lost outcome one that says to check.
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

    /// <summary>The same for calls where the store returns null for a missing object.</summary>
    /// <param name="what">The name of the object, as in "user".</param>
    /// <param name="id">Its id.</param>
    /// <param name="call">The call.</param>
    public static async ValueTask<T> FindAsync<T>(string what, string id, Func<ValueTask<T?>> call)
        where T : class =>
        await RunAsync(call) ?? throw BatchServiceException.NotFound(what, id);
}
