namespace Orleans.Batch.Loading;

/// <summary>Reads one format. The same source must always give the same records in the same order.</summary>
internal interface IImporter
{
    /// <summary>Writes the records of a source.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="writer">Receives them, and what cannot be read.</param>
    /// <param name="cancel">Ends the import early.</param>
    /// <exception cref="InvalidDataException">The source as a whole cannot be read.</exception>
    Task RunAsync(string path, ImportWriter writer, CancellationToken cancel);
}
