using Microsoft.Extensions.Logging;
using Npgsql;

namespace Orleans.Batch.PostgreSql.Sql;

/// <summary>
/// Repeats a step of the start while the database cannot be reached: a broken connection must not end the
/// process then. Each step can be repeated, even if its first run was committed and the answer was lost.
/// </summary>
public sealed partial class StartRetry(ILogger<StartRetry> logger, TimeProvider clock)
{
    /// <summary>For how long a step is repeated.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Runs a step until it is done, for at most <see cref="MaxWait"/>.</summary>
    /// <param name="what">The step, as in "bringing the schema up to date".</param>
    /// <param name="step">The step's action.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="DatabaseRefusedException">The database could not be reached in all that time.</exception>
    public async Task<T> RunAsync<T>(string what, Func<Task<T>> step, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return await step();
            }
            catch (Exception e) when (MayPass(e))
            {
                if (clock.GetElapsedTime(began) >= MaxWait)
                {
                    throw new DatabaseRefusedException(
                        $"The database could not be used for {MaxWait.TotalSeconds:0} seconds while {what}: {Reason(e)}", e);
                }

                LogRepeated(what, Reason(e));
            }

            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    private static bool MayPass(Exception e) =>
        StoreFaults.IsTransient(e) || e is TransientStoreException or BatchServiceException { Kind: ErrorKind.Unavailable };

    private static string Reason(Exception e) => (e.GetBaseException() as NpgsqlException ?? e).Message;

    [LoggerMessage(1522, LogLevel.Warning, "The database could not be used while {What}; this is tried again: {Reason}")]
    private partial void LogRepeated(string what, string reason);
}
