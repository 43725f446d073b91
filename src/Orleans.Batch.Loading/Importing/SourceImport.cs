using Spectre.Console;

namespace Orleans.Batch.Loading;

/// <summary>Turns a source into the file that a load or a dry run reads.</summary>
internal static class SourceImport
{
    /// <summary>Checks the source and imports it; null for a load file, which is read as it is.</summary>
    /// <exception cref="LoadException">It cannot be the source.</exception>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    public static async Task<ImportedFile?> RunAsync(LoadOptions options, IAnsiConsole console, TimeProvider time, CancellationToken cancel)
    {
        if (options.Import is not { } settings)
        {
            SourceCheck.Require(options.File, null);
            return null;
        }

        var format = ImportFormats.Find(settings.Format)!;
        var importer = format.Create(settings);
        if (!format.IsRemote)
        {
            SourceCheck.Require(options.File, settings);
        }

        using var spool = new ImportSpool();
        using var writer = new ImportWriter(spool, settings);
        return await new ActivityScreen(console, new LoadProgress(), time).ShowAsync(
            () => Task.Run(
                async () =>
                {
                    await importer.RunAsync(options.Source ?? options.File, writer, cancel);
                    cancel.ThrowIfCancellationRequested();
                    return new ImportedFile(spool.Complete(), writer.LeftOut);
                },
                cancel),
            _ => $"read {writer.Items:N0} items of {options.File}");
    }
}
