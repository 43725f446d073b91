namespace Orleans.Batch.Gateway;

// Bodies as the OpenAPI document shows them. They are read by hand (see Json/), so nothing is bound to these types.

/// <summary>The settings of a new batch.</summary>
/// <param name="Metadata">The caller's labels: any object up to 16 KiB, echoed exactly.</param>
/// <param name="IgnoreRoles">Messages in these roles are stored but not extracted.</param>
/// <param name="StrictOntology">Suppresses entities that match no declared type.</param>
/// <param name="Extraction">Which extraction the items get; the project's setting when left out.</param>
/// <param name="Priority">The priority among the project's batches: the higher one goes first. From -100 to 100.</param>
internal sealed record CreateBatchRequest(
    JsonText? Metadata = null,
    IReadOnlyList<RoleType>? IgnoreRoles = null,
    bool? StrictOntology = null,
    ExtractionMode? Extraction = null,
    int Priority = 0);

/// <summary>Items to append.</summary>
/// <param name="Items">1 to 500 items.</param>
internal sealed record AddItemsRequest(IReadOnlyList<AddItem> Items);

/// <summary>An item to append. An episode needs data, data_type and graph_id or user_id; a message thread_id, content and role.</summary>
/// <param name="Type">The kind of the item.</param>
/// <param name="GraphId">Episode: the destination graph.</param>
/// <param name="UserId">Episode: the destination user.</param>
/// <param name="Data">Episode: the payload, at most 10,000 characters.</param>
/// <param name="DataType">Episode: how the data is to be read.</param>
/// <param name="SourceDescription">Episode: where the data comes from, at most 500 characters.</param>
/// <param name="DocumentId">Episode: groups the chunks of a document, 1 to 100 characters.</param>
/// <param name="ThreadId">Message: its thread.</param>
/// <param name="Content">Message: the text, at most 4,096 characters.</param>
/// <param name="Role">Message: the speaker's role.</param>
/// <param name="Name">Message: the speaker's name, at most 100 characters.</param>
/// <param name="CreatedAt">The reference time of its facts; RFC 3339 with an offset.</param>
/// <param name="Metadata">At most ten keys with scalars or non-empty arrays of scalars.</param>
/// <param name="RecordId">
/// The caller's id of this record, 1 to 500 characters: the item is not added again while its destination has it.
/// </param>
internal sealed record AddItem(
    ItemKind Type,
    string? GraphId = null,
    string? UserId = null,
    string? Data = null,
    DataType? DataType = null,
    string? SourceDescription = null,
    string? DocumentId = null,
    string? ThreadId = null,
    string? Content = null,
    RoleType? Role = null,
    string? Name = null,
    DateTimeOffset? CreatedAt = null,
    JsonText? Metadata = null,
    string? RecordId = null);

/// <summary>Which items of an ended batch to retry; all given conditions must apply.</summary>
/// <param name="Statuses">Items in these statuses: failed, canceled, or pending (in an invalid batch). Default: all three.</param>
/// <param name="Codes">Items whose error has one of these codes.</param>
/// <param name="ItemIds">Only these items; each must be one that can be retried.</param>
/// <param name="Process">False creates a draft, whose items can be repaired first. Default: true.</param>
internal sealed record RetryBatchRequest(
    IReadOnlyList<ItemStatus>? Statuses = null,
    IReadOnlyList<string>? Codes = null,
    IReadOnlyList<Guid>? ItemIds = null,
    bool? Process = null);

/// <summary>Changes to an item. Its type cannot be changed; graph_id replaces user_id and vice versa.</summary>
/// <param name="GraphId">Episode: the destination graph.</param>
/// <param name="UserId">Episode: the destination user.</param>
/// <param name="Data">Episode: the payload.</param>
/// <param name="DataType">Episode: how the data is to be read.</param>
/// <param name="SourceDescription">Episode: where the data comes from.</param>
/// <param name="DocumentId">Episode: groups the chunks of a document.</param>
/// <param name="ThreadId">Message: its thread.</param>
/// <param name="Content">Message: the text.</param>
/// <param name="Role">Message: the speaker's role.</param>
/// <param name="Name">Message: the speaker's name.</param>
/// <param name="CreatedAt">The reference time of its facts; null: the moment it was added.</param>
/// <param name="Metadata">All of its metadata; keys are not merged.</param>
internal sealed record ChangeItemRequest(
    string? GraphId = null,
    string? UserId = null,
    string? Data = null,
    DataType? DataType = null,
    string? SourceDescription = null,
    string? DocumentId = null,
    string? ThreadId = null,
    string? Content = null,
    RoleType? Role = null,
    string? Name = null,
    DateTimeOffset? CreatedAt = null,
    JsonText? Metadata = null);
