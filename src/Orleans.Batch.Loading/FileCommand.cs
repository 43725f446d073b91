using Spectre.Console;

namespace Orleans.Batch.Loading;

/// <summary>Runs commands that use a server: their messages if they cannot continue, and their exit codes.</summary>
internal static class FileCommand
{
    /// <summary>Every line is correct.</summary>
    public const int AllWell = 0;

    /// <summary>The command ran to its end, but not every line is correct.</summary>
    public const int SomeNotWell = 1;

    /// <summary>The command could not run, or not to its end.</summary>
    public const int CouldNotRun = 2;

    /// <summary>Runs a command.</summary>
    /// <param name="console">The output.</param>
    /// <param name="again">The advice after it was stopped or could not continue; empty for none.</param>
    /// <param name="run">The command; its result is the exit code.</param>
    /// <param name="cancel">Canceled when the user stops it.</param>
    public static async Task<int> RunAsync(IAnsiConsole console, string again, Func<Task<int>> run, CancellationToken cancel)
    {
        try
        {
            return await run();
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            console.WriteLine($"Stopped: {again}");
            return CouldNotRun;
        }
        catch (LoadException e)
        {
            console.WriteLine(e.Message);
            if (again.Length > 0)
            {
                console.WriteLine($"After fixing it: {again}");
            }

            return CouldNotRun;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or BatchServiceException)
        {
            console.WriteLine(e.Message);
            return CouldNotRun;
        }
        catch (Exception e)
        {
            // The runtime would abort and write a core dump.
            console.WriteLine($"unexpected fault: {e}");
            return CouldNotRun;
        }
    }
}
