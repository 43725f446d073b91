using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orleans.Batch.Gateway.Wire;

/// <summary>The serialization of responses: snake case, no nulls, source generated.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters =
    [
        typeof(EnumNameConverter<BatchStatus>),
        typeof(EnumNameConverter<ItemStatus>),
        typeof(EnumNameConverter<ImportStatus>),
        typeof(EnumNameConverter<ItemKind>),
        typeof(EnumNameConverter<RoleType>),
        typeof(EnumNameConverter<DataType>),
        typeof(EnumNameConverter<EpisodeSource>),
        typeof(EnumNameConverter<ExtractionMode>),
        typeof(EnumNameConverter<ProposalState>),
        typeof(EnumNameConverter<FactChangeKind>),
        typeof(EnumNameConverter<EpisodeOrder>),
        typeof(EnumNameConverter<IngestTaskType>),
        typeof(EnumNameConverter<IngestTaskStatus>),
        typeof(EnumNameConverter<GraphListOrder>),
        typeof(EnumNameConverter<EdgeDirection>),
        typeof(EnumNameConverter<SearchScope>),
        typeof(EnumNameConverter<SearchReranker>),
        typeof(EnumNameConverter<WebhookEndpointStatus>),
        typeof(TimestampConverter),
        typeof(TimeOfDayConverter),
        typeof(JsonTextConverter),
    ])]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(MessageResponse))]
[JsonSerializable(typeof(HealthResponse))]
[JsonSerializable(typeof(BatchSummary))]
[JsonSerializable(typeof(BatchPage))]
[JsonSerializable(typeof(BatchItemPage))]
[JsonSerializable(typeof(ImportSummary))]
[JsonSerializable(typeof(ImportPage))]
[JsonSerializable(typeof(ImportUndoPreview))]
[JsonSerializable(typeof(FactChangePage))]
[JsonSerializable(typeof(IReadOnlyList<BatchItem>))]
[JsonSerializable(typeof(AddedLines))]
[JsonSerializable(typeof(ItemLine))]
[JsonSerializable(typeof(BatchEvent))]
[JsonSerializable(typeof(User))]
[JsonSerializable(typeof(UsersResponse))]
[JsonSerializable(typeof(MemoryThread))]
[JsonSerializable(typeof(ThreadsResponse))]
[JsonSerializable(typeof(MessagesResponse))]
[JsonSerializable(typeof(GraphResponse))]
[JsonSerializable(typeof(GraphsResponse))]
[JsonSerializable(typeof(CreatedDestinations))]
[JsonSerializable(typeof(EpisodeResponse))]
[JsonSerializable(typeof(EpisodesResponse))]
[JsonSerializable(typeof(EpisodeResponse[]))]
[JsonSerializable(typeof(AddedMessagesResponse))]
[JsonSerializable(typeof(TaskResponse))]
[JsonSerializable(typeof(NodeResponse[]))]
[JsonSerializable(typeof(EdgeResponse[]))]
[JsonSerializable(typeof(NeighborResponse[]))]
[JsonSerializable(typeof(AliasesResponse))]
[JsonSerializable(typeof(MentionsResponse))]
[JsonSerializable(typeof(AddedFactResponse))]
[JsonSerializable(typeof(AddedNodesResponse))]
[JsonSerializable(typeof(SubgraphResponse))]
[JsonSerializable(typeof(CloneResponse))]
[JsonSerializable(typeof(ThreadSummaryResponse[]))]
[JsonSerializable(typeof(SummaryTaskResponse))]
[JsonSerializable(typeof(DocumentSummaryResponse[]))]
[JsonSerializable(typeof(InstructionsResponse))]
[JsonSerializable(typeof(ProjectResponse))]
[JsonSerializable(typeof(ProjectModels))]
[JsonSerializable(typeof(IReadOnlyList<MemoryThread>))]
[JsonSerializable(typeof(UserNodeResponse))]
[JsonSerializable(typeof(SearchResponse))]
[JsonSerializable(typeof(ContextResponse))]
[JsonSerializable(typeof(OntologyResponse))]
[JsonSerializable(typeof(TemplateResponse))]
[JsonSerializable(typeof(TemplatesResponse))]
[JsonSerializable(typeof(BatchValidation))]
[JsonSerializable(typeof(WebhookEndpointResponse))]
[JsonSerializable(typeof(WebhookEndpointsResponse))]
[JsonSerializable(typeof(WebhookAttemptsResponse))]
[JsonSerializable(typeof(WebhookTestResponse))]
[JsonSerializable(typeof(WebhookResendResponse))]
[JsonSerializable(typeof(WebhookRecoverResponse))]
[JsonSerializable(typeof(EdgeDirection))]
[JsonSerializable(typeof(EpisodeOrder))]
[JsonSerializable(typeof(GraphListOrder))]
[JsonSerializable(typeof(SearchReranker))]
[JsonSerializable(typeof(SearchScope))]
internal sealed partial class WireJson : JsonSerializerContext
{
    // The default encoder escapes every letter outside ASCII, which triples texts in other scripts. Responses are
    // application/json with nosniff, never part of a page.
    static WireJson() => Default = new WireJson(new JsonSerializerOptions(s_defaultOptions)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>Applies the same serialization to other options; the OpenAPI document is generated from them.</summary>
    public static void ApplyTo(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = Default.Options.PropertyNamingPolicy;
        options.DefaultIgnoreCondition = Default.Options.DefaultIgnoreCondition;
        foreach (var converter in Default.Options.Converters)
        {
            options.Converters.Add(converter);
        }

        options.TypeInfoResolverChain.Insert(0, Default);
    }
}
