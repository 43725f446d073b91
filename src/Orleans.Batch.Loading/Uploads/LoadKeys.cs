namespace Orleans.Batch.Loading;

/// <summary>
/// The idempotency keys of a load: only its content's name, the run and the piece's place in it, so that a continued
/// run uses the same keys. At most 255 characters.
/// </summary>
internal sealed class LoadKeys(string content, int run)
{
    private readonly string _load = run == 1 ? $"load-{content}" : $"load-{content}-run-{run}";

    /// <summary>The run, counted from 1; a load that ended is followed by another run.</summary>
    public int Run => run;

    /// <summary>Creates the import, or a further one, counted from 1.</summary>
    public string Import(int number) => $"{_load}-import{(number == 1 ? "" : $"-{number}")}";

    /// <summary>Creates batch <paramref name="batch"/>, counted from 1, or its continuation.</summary>
    public string Create(int batch, int continuation) => $"{_load}-create-{batch}{(continuation == 0 ? "" : $"-continued-{continuation}")}";

    /// <summary>Adds the items of these lines; <paramref name="round"/> counts the removals of bad items.</summary>
    public string Add(long firstLine, long lastLine, int round) =>
        $"{_load}-add-{firstLine}-{lastLine}{(round == 0 ? "" : $"-without-{round}")}";

    /// <summary>Processes batch <paramref name="batch"/>, or its continuation.</summary>
    public string Process(int batch, int continuation) => $"{_load}-process-{batch}{(continuation == 0 ? "" : $"-continued-{continuation}")}";

    /// <summary>Processes a draft that another load left behind.</summary>
    public static string Finish(string batchId) => $"load-finish-{batchId}";
}
