using Spectre.Console;

namespace Orleans.Batch.Loading;

/// <summary>Warnings about a file that do not prevent loading its lines.</summary>
internal static class SurveyWarnings
{
    /// <summary>Writes them, after the survey.</summary>
    public static void Write(IAnsiConsole console, FileItemSource source)
    {
        foreach (var field in source.Unknown.All)
        {
            var meant = field.DidYouMean is { } name ? $"; did you mean {name}?" : "";
            console.WriteLine(
                $"warning the field \"{field.Field}\" is unknown and left out of {DisplayFormat.Count(field.Lines, "line", "lines")}, the first is {source.PlaceOf(field.FirstLine)}{meant}");
        }

        if (source.RepeatedRecordIds > 0)
        {
            console.WriteLine(
                $"warning {DisplayFormat.Count(source.RepeatedRecordIds, $"{source.Unit} repeats", $"{source.Units} repeat")} a record_id of the same destination, the first is "
                + $"{source.PlaceOf(source.FirstRepeatedRecordId)}; only the first {source.Unit} with it is loaded");
        }
    }
}
