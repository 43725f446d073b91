namespace Orleans.Batch.Server.Loading;

/// <summary>
/// The idempotency keys of a load: its content's name and the piece's place in it, nothing else, so that a rerun says
/// the same. At most 255 characters.
/// </summary>
internal sealed class LoadKeys(string content)
{
    /// <summary>Creates batch <paramref name="batch"/>, counted from 1.</summary>
    public string Create(int batch) => $"load-{content}-create-{batch}";

    /// <summary>Adds the items of these lines; <paramref name="round"/> counts the times bad items were taken out.</summary>
    public string Add(long firstLine, long lastLine, int round) =>
        $"load-{content}-add-{firstLine}-{lastLine}{(round == 0 ? "" : $"-without-{round}")}";

    /// <summary>Processes batch <paramref name="batch"/>.</summary>
    public string Process(int batch) => $"load-{content}-process-{batch}";
}
