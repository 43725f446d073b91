namespace Orleans.Batch.Formats.Csv;

/// <summary>
/// The separator of a file's columns: the most frequent of comma, semicolon and tab in its first line. No name of a
/// field contains one of them, so the header is unambiguous.
/// </summary>
internal static class CsvSeparator
{
    private const string Known = ",;\t";

    /// <summary>Returns the separator from the beginning of the content.</summary>
    public static char Detect(Stream beginning)
    {
        using var text = new StreamReader(beginning, leaveOpen: true);
        var header = text.ReadLine();
        return Known.MaxBy(c => header.AsSpan().Count(c));
    }
}
