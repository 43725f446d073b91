namespace Orleans.Batch.Gateway;

// Bodies as the OpenAPI document shows them. They are read by hand (see Json/), so nothing is bound to these types.

/// <summary>An episode to add at once. Exactly one of graph_id and user_id.</summary>
/// <param name="Data">The payload, at most 10,000 characters.</param>
/// <param name="Type">How the data is to be read.</param>
/// <param name="GraphId">The graph.</param>
/// <param name="UserId">The user whose graph it is.</param>
/// <param name="CreatedAt">The reference time of its facts; RFC 3339 with an offset.</param>
/// <param name="SourceDescription">Where the data comes from, at most 500 characters.</param>
/// <param name="DocumentId">Groups the chunks of a document, 1 to 100 characters.</param>
/// <param name="Metadata">At most ten keys with scalars or non-empty arrays of scalars.</param>
internal sealed record AddEpisodeRequest(
    string Data,
    DataType Type,
    string? GraphId = null,
    string? UserId = null,
    DateTimeOffset? CreatedAt = null,
    string? SourceDescription = null,
    string? DocumentId = null,
    JsonText? Metadata = null);

/// <summary>Messages to add at once.</summary>
/// <param name="Messages">1 to 30 messages, oldest first.</param>
/// <param name="IgnoreRoles">Messages in these roles are stored and kept as context, not extracted.</param>
/// <param name="ReturnContext">Whether the response contains the thread's context.</param>
internal sealed record AddMessagesRequest(
    IReadOnlyList<AddMessage> Messages, IReadOnlyList<RoleType>? IgnoreRoles = null, bool? ReturnContext = null);

/// <summary>A message to add.</summary>
/// <param name="Role">The speaker's role.</param>
/// <param name="Content">The text, at most 4,096 characters.</param>
/// <param name="Name">The speaker's name, at most 100 characters.</param>
/// <param name="CreatedAt">The reference time of its facts; RFC 3339 with an offset.</param>
/// <param name="Metadata">At most ten keys with scalars or non-empty arrays of scalars.</param>
internal sealed record AddMessage(
    RoleType Role, string Content, string? Name = null, DateTimeOffset? CreatedAt = null, JsonText? Metadata = null);

/// <summary>Episodes to add to one graph, as a batch. Exactly one of graph_id and user_id.</summary>
/// <param name="Episodes">1 to 20 episodes.</param>
/// <param name="GraphId">The graph.</param>
/// <param name="UserId">The user whose graph it is.</param>
/// <param name="DocumentId">The document they all are chunks of, 1 to 100 characters.</param>
internal sealed record AddEpisodesRequest(
    IReadOnlyList<AddEpisodesItem> Episodes, string? GraphId = null, string? UserId = null, string? DocumentId = null);

/// <summary>One of several episodes.</summary>
/// <param name="Data">The payload, at most 10,000 characters.</param>
/// <param name="Type">How the data is to be read.</param>
/// <param name="CreatedAt">The reference time of its facts; RFC 3339 with an offset.</param>
/// <param name="SourceDescription">Where the data comes from, at most 500 characters.</param>
/// <param name="Metadata">At most ten keys with scalars or non-empty arrays of scalars.</param>
internal sealed record AddEpisodesItem(
    string Data, DataType Type, DateTimeOffset? CreatedAt = null, string? SourceDescription = null, JsonText? Metadata = null);
