namespace Orleans.Batch.Extraction;

/// <summary>Recognizes members that say something of a record and nothing of what it describes.</summary>
internal static class JsonNoise
{
    /// <summary>
    /// Whether a member is ignored: the time at which a record was written, a version stamp, or a map of dependencies,
    /// whose keys are names of other things.
    /// </summary>
    public static bool Is(string key) => key[^1] switch
    {
        'T' => key is "CREATED_AT" or "UPDATED_AT" or "MODIFIED_AT" or "INSERTED_AT" or "INGESTED_AT" or "INDEXED_AT" or "SYNCED_AT"
            or "FETCHED_AT" or "SCRAPED_AT" or "CRAWLED_AT" or "EXPORTED_AT" or "IMPORTED_AT" or "GENERATED_AT" or "RETRIEVED_AT",
        'P' => key is "TIMESTAMP",
        'G' => key is "ETAG",
        'M' => key is "CHECKSUM",
        'N' => key is "CREATED_ON" or "UPDATED_ON" or "MODIFIED_ON",
        'D' => key is "LAST_MODIFIED" or "LAST_UPDATED",
        'E' => key is "LAST_UPDATE" or "UPDATE_DATE" or "MODIFIED_DATE" or "UPDATED_DATE" or "CREATED_DATE",
        'S' => key.EndsWith("DEPENDENCIES", StringComparison.Ordinal),
        _ => false,
    };
}
