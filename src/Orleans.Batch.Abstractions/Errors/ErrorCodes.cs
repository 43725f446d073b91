namespace Orleans.Batch;

/// <summary>
/// The closed list of error codes, in answers (<c>code</c>) and in the <c>error</c> of an item. A code never changes
/// its meaning; new ones may be added.
/// </summary>
public static class ErrorCodes
{
    /// <summary>The request is wrong and no narrower code applies.</summary>
    public const string InvalidRequest = "invalid_request";

    /// <summary>The body is not well-formed JSON.</summary>
    public const string MalformedJson = "malformed_json";

    /// <summary>The body or a string in it is not valid UTF-8, or an escape is a lone surrogate.</summary>
    public const string InvalidEncoding = "invalid_encoding";

    /// <summary>A text contains the NUL character, which no text in the store may hold.</summary>
    public const string NulCharacter = "nul_character";

    /// <summary>The same key appears twice in one JSON object.</summary>
    public const string DuplicateKey = "duplicate_key";

    /// <summary>A required field is absent.</summary>
    public const string Required = "required";

    /// <summary>A field has another JSON type than it should have.</summary>
    public const string WrongType = "wrong_type";

    /// <summary>A value is not one of those allowed.</summary>
    public const string UnknownValue = "unknown_value";

    /// <summary>A text, a list or the whole call is longer than allowed.</summary>
    public const string TooLong = "too_long";

    /// <summary>There are more items, keys or bytes than allowed.</summary>
    public const string TooMany = "too_many";

    /// <summary>A number is outside its range.</summary>
    public const string OutOfRange = "out_of_range";

    /// <summary>A date is not RFC 3339 with an offset.</summary>
    public const string InvalidDate = "invalid_date";

    /// <summary>An id contains characters that ids may not contain, or cannot be addressed in a URL.</summary>
    public const string InvalidId = "invalid_id";

    /// <summary>An address is not a UUID; in the fourth version of the API, where everything is addressed by one.</summary>
    public const string InvalidIdentifier = "invalid_identifier";

    /// <summary>Metadata holds something other than scalars and non-empty arrays of scalars.</summary>
    public const string InvalidMetadata = "invalid_metadata";

    /// <summary>Fields contradict each other, such as both <c>graph_id</c> and <c>user_id</c>.</summary>
    public const string Contradiction = "contradiction";

    /// <summary>The batch holds no item.</summary>
    public const string EmptyBatch = "empty_batch";

    /// <summary>Something with this id exists already.</summary>
    public const string AlreadyExists = "already_exists";

    /// <summary>There is no such thing in this project.</summary>
    public const string NotFound = "not_found";

    /// <summary>The batch is no longer a draft.</summary>
    public const string NotADraft = "not_a_draft";

    /// <summary>The batch was processed already.</summary>
    public const string AlreadyProcessed = "already_processed";

    /// <summary>The batch is a draft: it does not run yet.</summary>
    public const string NotProcessed = "not_processed";

    /// <summary>The batch, or the import, has not ended yet.</summary>
    public const string StillRunning = "still_running";

    /// <summary>The batch has ended.</summary>
    public const string AlreadyEnded = "already_ended";

    /// <summary>The batch is being canceled.</summary>
    public const string CancelRequested = "cancel_requested";

    /// <summary>The import is closed: no more batches can be created in it. Create another import, or a batch without one.</summary>
    public const string ImportClosed = "import_closed";

    /// <summary>
    /// The import was canceled: nothing more of it runs. Delete its drafts, and retry single batches: what they retry is not part of it.
    /// </summary>
    public const string ImportCanceled = "import_canceled";

    /// <summary>The import is being undone, or was: its items cannot be retried, and it creates nothing more. Load what you need again.</summary>
    public const string ImportUndone = "import_undone";

    /// <summary>The import has batches, so it cannot be deleted. Retention removes them, and a closed import with the last of them.</summary>
    public const string ImportNotEmpty = "import_not_empty";

    /// <summary>Facts were extracted from all episodes named; none was only stored.</summary>
    public const string NothingToExtract = "nothing_to_extract";

    /// <summary>The graph has more episodes than a batch may hold.</summary>
    public const string TooManyEpisodes = "too_many_episodes";

    /// <summary>The batch has not extracted episodes again, so it proposes no facts.</summary>
    public const string NoProposal = "no_proposal";

    /// <summary>The batch's proposal is being applied, or was applied or discarded.</summary>
    public const string ProposalClosed = "proposal_closed";

    /// <summary>None of the batch's items can be retried as requested.</summary>
    public const string NothingToRetry = "nothing_to_retry";

    /// <summary>An item cannot be retried: it is in its graph, or it has been retried already.</summary>
    public const string NotRetryable = "not_retryable";

    /// <summary>The episode is not in its graph yet, so it cannot be deleted.</summary>
    public const string EpisodePending = "episode_pending";

    /// <summary>A call with this idempotency key is still running.</summary>
    public const string IdempotencyInFlight = "idempotency_in_flight";

    /// <summary>The idempotency key was used before with another body.</summary>
    public const string IdempotencyMismatch = "idempotency_mismatch";

    /// <summary>The webhook endpoint is disabled: nothing is sent to it.</summary>
    public const string EndpointDisabled = "endpoint_disabled";

    /// <summary>A project holds the maximum number of live keys.</summary>
    public const string TooManyKeys = "too_many_keys";

    /// <summary>No key, a wrong key, or more than one.</summary>
    public const string Unauthorized = "unauthorized";

    /// <summary>Too many refused keys from one source; wait.</summary>
    public const string TooManyAttempts = "too_many_attempts";

    /// <summary>The route or method does not exist.</summary>
    public const string NoSuchRoute = "no_such_route";

    /// <summary>The service cannot accept work now.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>
    /// The call may have been done or not. Check what it would have changed before repeating it, and send an idempotency
    /// key with calls that take one: a repeat with the same key is safe.
    /// </summary>
    public const string OutcomeUnknown = "outcome_unknown";

    /// <summary>A fault of the service; the request id identifies its log line.</summary>
    public const string Internal = "internal";

    /// <summary>Item: its graph does not exist.</summary>
    public const string GraphNotFound = "graph_not_found";

    /// <summary>Item: its user does not exist.</summary>
    public const string UserNotFound = "user_not_found";

    /// <summary>Item: its thread does not exist.</summary>
    public const string ThreadNotFound = "thread_not_found";

    /// <summary>Item: its graph, user or thread was deleted before it was ingested.</summary>
    public const string DestinationDeleted = "destination_deleted";

    /// <summary>Item: its batch was canceled before it was ingested.</summary>
    public const string BatchCanceled = "batch_canceled";

    /// <summary>Item: its data says it is JSON and is not.</summary>
    public const string InvalidJsonData = "invalid_json_data";

    /// <summary>Item: the database refused its content.</summary>
    public const string StorageRejected = "storage_rejected";

    /// <summary>Item: extraction failed on it.</summary>
    public const string ExtractionFailed = "extraction_failed";

    /// <summary>
    /// Item or live write: its extraction takes more memory or time than the server has, even alone. Divide its data.
    /// </summary>
    public const string ItemTooLarge = "item_too_large";

    /// <summary>Warning: an item has no date of its own; it is dated at the moment it was added.</summary>
    public const string MissingDate = "missing_date";

    /// <summary>Warning: an item is dated earlier than one before it on the same graph.</summary>
    public const string BackwardDate = "backward_date";

    /// <summary>Warning: so many items go to one graph, one after the other, that the batch waits for them.</summary>
    public const string LongLane = "long_lane";

    /// <summary>Warning: items go to a graph where a paused batch is next, and wait until it is resumed.</summary>
    public const string BehindPausedBatch = "behind_paused_batch";

    /// <summary>Item or live write: the process crashed at each attempt, so it was quarantined.</summary>
    public const string Poison = "poison";
}
