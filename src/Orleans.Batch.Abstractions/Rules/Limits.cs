namespace Orleans.Batch;

/// <summary>
/// The limits of the API. Lengths count code points. The gateway, the engine, the grain client, the loader and the dashboard all
/// refer to these figures.
/// </summary>
public static class Limits
{
    /// <summary>Items in one add call: the first limit of Zep's Batch API. Its documentation says 350 today.</summary>
    public const int ItemsPerAdd = 500;

    /// <summary>Items of one batch, where the option <c>Batch:MaxItemsPerBatch</c> sets no other value.</summary>
    public const int ItemsPerBatch = 50_000;

    /// <summary>Messages in one real-time call.</summary>
    public const int MessagesPerCall = 30;

    /// <summary>Episodes in one call of the deprecated <c>graph.add_batch</c>.</summary>
    public const int EpisodesPerCall = 20;

    /// <summary>Users, graphs and threads together in one call that creates destinations.</summary>
    public const int DestinationsPerCall = 5_000;

    /// <summary>An id that a caller chooses.</summary>
    public const int IdLength = 500;

    /// <summary>The name of a node or of a fact that a caller writes.</summary>
    public const int FactNameLength = 200;

    /// <summary>The summary of a node that a caller writes.</summary>
    public const int SummaryLength = 5_000;

    /// <summary>Nodes in one call that writes nodes.</summary>
    public const int NodesPerCall = 100;

    /// <summary>Facts that a call writes.</summary>
    public const int FactsPerCall = 100;

    /// <summary>Instructions of one kind of a project, graph or user.</summary>
    public const int Instructions = 100;

    /// <summary>Nodes that a subgraph begins with.</summary>
    public const int SubgraphSeeds = 20;

    /// <summary>Edges between a seed of a subgraph and another node.</summary>
    public const int SubgraphDepth = 3;

    /// <summary>Nodes of a subgraph.</summary>
    public const int SubgraphNodes = 500;

    /// <summary>Edges of a subgraph.</summary>
    public const int SubgraphEdges = 1_000;

    /// <summary>Episodes of a graph that can be cloned, those deleted included.</summary>
    public const int ClonedEpisodes = 100_000;

    /// <summary>Labels of a node that a caller changes.</summary>
    public const int NodeLabels = 10;

    /// <summary><c>data</c> of an episode.</summary>
    public const int DataLength = 10_000;

    /// <summary><c>content</c> of a message.</summary>
    public const int MessageLength = 4_096;

    /// <summary><c>name</c> of a message's speaker.</summary>
    public const int SpeakerNameLength = 100;

    /// <summary><c>source_description</c> of an episode.</summary>
    public const int SourceDescriptionLength = 500;

    /// <summary><c>document_id</c> of an episode.</summary>
    public const int DocumentIdLength = 100;

    /// <summary><c>record_id</c> of an item.</summary>
    public const int RecordIdLength = 500;

    /// <summary>Keys of an item's metadata.</summary>
    public const int ItemMetadataKeys = 10;

    /// <summary>Metadata of an item, a batch or a user, in bytes of UTF-8.</summary>
    public const int MetadataBytes = 16 * 1024;

    /// <summary>An e-mail address, a first or last name, the name of a graph or of a declared type.</summary>
    public const int NameLength = 500;

    /// <summary>The description of a project, of a graph or of a declared type.</summary>
    public const int DescriptionLength = 5_000;

    /// <summary>The name of a time zone.</summary>
    public const int TimeZoneLength = 100;

    /// <summary>The name of an import.</summary>
    public const int ImportNameLength = 200;

    /// <summary>What an import is loaded from.</summary>
    public const int ImportSourceLength = 500;

    /// <summary>The number of items that an import expects.</summary>
    public const long ExpectedItems = 1_000_000_000_000;

    /// <summary>Imports on one page; more are not returned. Each is the sum over its batches.</summary>
    public const int ImportsPerPage = 100;

    /// <summary>The id of a context template.</summary>
    public const int TemplateIdLength = 100;

    /// <summary>A context template.</summary>
    public const int TemplateLength = 1_200;

    /// <summary>Results of one variable of a context template.</summary>
    public const int TemplateResults = 1_000;

    /// <summary>Context templates of a project.</summary>
    public const int ContextTemplates = 1_000;

    /// <summary>Declared types of each kind, where the option <c>Ontology:MaxTypes</c> sets no other value.</summary>
    public const int DeclaredTypes = 10;

    /// <summary>Properties of a declared type.</summary>
    public const int DeclaredProperties = 10;

    /// <summary>Graphs, and users, that one declaration of types is for.</summary>
    public const int DeclarationTargets = 1_000;

    /// <summary>The text of a search.</summary>
    public const int QueryLength = 4_096;

    /// <summary>Results of a search; more are not returned.</summary>
    public const int SearchResults = 50;

    /// <summary>Characters of the context text that a search composes; more are not returned.</summary>
    public const int ContextCharacters = 50_000;

    /// <summary>UUIDs in one filter.</summary>
    public const int FilterUuids = 256;

    /// <summary>Labels or types in one filter.</summary>
    public const int FilterNames = 100;

    /// <summary>A label or type in a filter.</summary>
    public const int FilterNameLength = 1_000;

    /// <summary>The key that a comparison names.</summary>
    public const int FilterKeyLength = 500;

    /// <summary>The value of a comparison, as JSON.</summary>
    public const int FilterValueLength = 1_000;

    /// <summary>The bytes of UTF-8 up to which the value of a comparison is read at all.</summary>
    public const int FilterValueBytes = 4_096;

    /// <summary>Comparisons of dates, or of metadata, in one filter.</summary>
    public const int FilterComparisons = 50;

    /// <summary>Groups within groups of a metadata filter.</summary>
    public const int FilterDepth = 5;

    /// <summary>
    /// Entries of one page, where no other limit is listed here; more are not returned. Of batches, items, problems, users,
    /// threads, messages, nodes, edges, webhook endpoints and attempts, and of the most recent episodes.
    /// </summary>
    public const int PerPage = 1_000;

    /// <summary>Entries of one page where a call names no number, of most lists.</summary>
    public const int DefaultPerPage = 50;

    /// <summary>The number of a page; a greater one counts as this one.</summary>
    public const int PageNumber = 1_000_000;

    /// <summary>Identities, or ids, in one look-up.</summary>
    public const int LookUps = 1_000;

    /// <summary>Graphs on one page; more are not returned.</summary>
    public const int GraphsPerPage = 100;

    /// <summary>Episodes on one page; more are not returned. As many are returned where a call names no number.</summary>
    public const int EpisodesPerPage = 100;

    /// <summary>Episodes on one page where a call over HTTP names a number. Zep's API answers the same.</summary>
    public const int EpisodesPerNamedPage = 50;

    /// <summary>Neighbors of a node on one page; more are not returned.</summary>
    public const int NeighborsPerPage = 50;

    /// <summary>Batches on one page of the overview; more are not returned.</summary>
    public const int OverviewBatches = 200;

    /// <summary>A cursor that is a text.</summary>
    public const int CursorLength = 1_000;

    /// <summary>The text that a list is searched for.</summary>
    public const int ListSearchLength = 200;

    /// <summary>The code of an error in a selection of items.</summary>
    public const int ErrorCodeLength = 100;

    /// <summary>The URL of a webhook endpoint, in characters.</summary>
    public const int WebhookUrlLength = 2_000;

    /// <summary>The description of a webhook endpoint.</summary>
    public const int WebhookDescriptionLength = 500;

    /// <summary>Names of events in one call on a webhook endpoint.</summary>
    public const int WebhookEvents = 100;

    /// <summary>How long the former secret of a webhook endpoint can still sign, in seconds: seven days.</summary>
    public const int WebhookSecretOverlapSeconds = 7 * 24 * 60 * 60;
}
