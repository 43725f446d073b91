using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orleans.Batch.Gateway;

/// <summary>How answers are written: snake case, no nulls, source generated.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters =
    [
        typeof(WordConverter<BatchStatus>),
        typeof(WordConverter<ItemStatus>),
        typeof(WordConverter<ItemKind>),
        typeof(WordConverter<RoleType>),
        typeof(WordConverter<DataType>),
        typeof(WordConverter<ExtractionMode>),
        typeof(WordConverter<EpisodeOrder>),
        typeof(WordConverter<IngestTaskType>),
        typeof(WordConverter<IngestTaskStatus>),
        typeof(WordConverter<GraphListOrder>),
        typeof(WordConverter<EdgeDirection>),
        typeof(WordConverter<SearchScope>),
        typeof(WordConverter<SearchReranker>),
        typeof(WordConverter<WebhookEndpointStatus>),
        typeof(TimestampConverter),
        typeof(JsonTextConverter),
    ])]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(MessageAnswer))]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(BatchSummary))]
[JsonSerializable(typeof(BatchPage))]
[JsonSerializable(typeof(BatchItemPage))]
[JsonSerializable(typeof(IReadOnlyList<BatchItem>))]
[JsonSerializable(typeof(AddedLines))]
[JsonSerializable(typeof(ItemLine))]
[JsonSerializable(typeof(BatchEvent))]
[JsonSerializable(typeof(User))]
[JsonSerializable(typeof(UsersAnswer))]
[JsonSerializable(typeof(MemoryThread))]
[JsonSerializable(typeof(ThreadsAnswer))]
[JsonSerializable(typeof(MessagesAnswer))]
[JsonSerializable(typeof(GraphAnswer))]
[JsonSerializable(typeof(GraphsAnswer))]
[JsonSerializable(typeof(EpisodeAnswer))]
[JsonSerializable(typeof(EpisodesAnswer))]
[JsonSerializable(typeof(EpisodeAnswer[]))]
[JsonSerializable(typeof(AddedMessagesAnswer))]
[JsonSerializable(typeof(TaskAnswer))]
[JsonSerializable(typeof(AddEpisodeRequest))]
[JsonSerializable(typeof(AddMessagesRequest))]
[JsonSerializable(typeof(AddEpisodesRequest))]
[JsonSerializable(typeof(NodeAnswer[]))]
[JsonSerializable(typeof(EdgeAnswer[]))]
[JsonSerializable(typeof(NeighborAnswer[]))]
[JsonSerializable(typeof(MentionsAnswer))]
[JsonSerializable(typeof(UserNodeAnswer))]
[JsonSerializable(typeof(SearchAnswer))]
[JsonSerializable(typeof(SearchRequest))]
[JsonSerializable(typeof(ContextAnswer))]
[JsonSerializable(typeof(OntologyAnswer))]
[JsonSerializable(typeof(OntologyRequest))]
[JsonSerializable(typeof(GraphListRequest))]
[JsonSerializable(typeof(NeighborListRequest))]
[JsonSerializable(typeof(CreateBatchRequest))]
[JsonSerializable(typeof(AddItemsRequest))]
[JsonSerializable(typeof(RetryBatchRequest))]
[JsonSerializable(typeof(ChangeItemRequest))]
[JsonSerializable(typeof(BatchValidation))]
[JsonSerializable(typeof(CreateUserRequest))]
[JsonSerializable(typeof(UpdateUserRequest))]
[JsonSerializable(typeof(CreateThreadRequest))]
[JsonSerializable(typeof(CreateGraphRequest))]
[JsonSerializable(typeof(UpdateGraphRequest))]
[JsonSerializable(typeof(EpisodeListRequest))]
[JsonSerializable(typeof(WebhookEndpointAnswer))]
[JsonSerializable(typeof(WebhookEndpointsAnswer))]
[JsonSerializable(typeof(WebhookAttemptsAnswer))]
[JsonSerializable(typeof(WebhookTestAnswer))]
[JsonSerializable(typeof(WebhookResendAnswer))]
[JsonSerializable(typeof(WebhookRecoverAnswer))]
[JsonSerializable(typeof(CreateWebhookEndpointRequest))]
[JsonSerializable(typeof(UpdateWebhookEndpointRequest))]
[JsonSerializable(typeof(RotateWebhookSecretRequest))]
[JsonSerializable(typeof(RecoverWebhookRequest))]
internal sealed partial class WireJson : JsonSerializerContext
{
    // The default encoder escapes every letter outside ASCII, which triples texts in other scripts. Answers are
    // application/json with nosniff, never part of a page.
    static WireJson() => Default = new WireJson(new JsonSerializerOptions(s_defaultOptions)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>Makes other options write the same wire; the OpenAPI document is drawn from them.</summary>
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
