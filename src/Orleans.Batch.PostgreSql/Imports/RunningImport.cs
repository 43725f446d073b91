namespace Orleans.Batch.PostgreSql.Imports;

/// <summary>Refuses changes of an import that has ended.</summary>
internal static class RunningImport
{
    public static void Require(ImportSummary import, string consequence)
    {
        if (import.Status is not (ImportStatus.Open or ImportStatus.Processing))
        {
            throw BatchServiceException.Conflict(
                ErrorCodes.AlreadyEnded,
                $"import {import.ImportId} ended {import.Status.ToString().ToLowerInvariant()}: {consequence}");
        }
    }
}
