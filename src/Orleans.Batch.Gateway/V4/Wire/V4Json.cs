using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orleans.Batch.Gateway.V4.Wire;

/// <summary>The serialization of the answers of version 4: snake case, no nulls, source generated.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters =
    [
        typeof(EnumNameConverter<BatchStatus>),
        typeof(EnumNameConverter<ItemStatus>),
        typeof(EnumNameConverter<ItemKind>),
        typeof(EnumNameConverter<RoleType>),
        typeof(EnumNameConverter<DataType>),
        typeof(EnumNameConverter<EpisodeSource>),
        typeof(EnumNameConverter<IngestTaskStatus>),
        typeof(EnumNameConverter<ProposalState>),
        typeof(EnumNameConverter<FactChangeKind>),
        typeof(EnumNameConverter<ImportStatus>),
        typeof(TimestampConverter),
        typeof(TimeOfDayConverter),
        typeof(JsonTextConverter),
    ])]
[JsonSerializable(typeof(ErrorEnvelope))]
[JsonSerializable(typeof(BatchObject))]
[JsonSerializable(typeof(Page<BatchObject>))]
[JsonSerializable(typeof(Page<BatchItemObject>))]
[JsonSerializable(typeof(Page<FactChange>))]
[JsonSerializable(typeof(AddedBatchItemsObject))]
[JsonSerializable(typeof(ProcessedBatch))]
[JsonSerializable(typeof(BatchEventObject))]
[JsonSerializable(typeof(BatchValidationObject))]
[JsonSerializable(typeof(AddedLinesObject))]
[JsonSerializable(typeof(ExportedItem))]
[JsonSerializable(typeof(ImportObject))]
[JsonSerializable(typeof(Page<ImportObject>))]
[JsonSerializable(typeof(ImportUndoPreviewObject))]
[JsonSerializable(typeof(TaskObject))]
[JsonSerializable(typeof(Page<TaskObject>))]
[JsonSerializable(typeof(TaskAnswer))]
[JsonSerializable(typeof(UserObject))]
[JsonSerializable(typeof(Page<UserObject>))]
[JsonSerializable(typeof(ThreadObject))]
[JsonSerializable(typeof(Page<ThreadObject>))]
[JsonSerializable(typeof(MessageObject))]
[JsonSerializable(typeof(Page<MessageObject>))]
[JsonSerializable(typeof(AddedMessagesObject))]
[JsonSerializable(typeof(ThreadSummaryObject))]
[JsonSerializable(typeof(Page<ThreadSummaryObject>))]
[JsonSerializable(typeof(ContextObject))]
[JsonSerializable(typeof(GraphObject))]
[JsonSerializable(typeof(Page<GraphObject>))]
[JsonSerializable(typeof(LookupAnswer))]
[JsonSerializable(typeof(EpisodeObject))]
[JsonSerializable(typeof(Page<EpisodeObject>))]
[JsonSerializable(typeof(AddedEpisodeObject))]
[JsonSerializable(typeof(NodeObject))]
[JsonSerializable(typeof(Page<NodeObject>))]
[JsonSerializable(typeof(Page<NeighborObject>))]
[JsonSerializable(typeof(EdgeObject))]
[JsonSerializable(typeof(Page<EdgeObject>))]
[JsonSerializable(typeof(Page<MissingObject>))]
[JsonSerializable(typeof(GraphContextObject))]
[JsonSerializable(typeof(AddedNodesObject))]
[JsonSerializable(typeof(AddedEdgesObject))]
[JsonSerializable(typeof(SubgraphObject))]
[JsonSerializable(typeof(ClonedGraphObject))]
[JsonSerializable(typeof(InstructionsObject))]
[JsonSerializable(typeof(ProjectObject))]
[JsonSerializable(typeof(OntologyObject))]
[JsonSerializable(typeof(TemplateObject))]
[JsonSerializable(typeof(Page<TemplateObject>))]
internal sealed partial class V4Json : JsonSerializerContext
{
    // As in WireJson: responses are never part of a page.
    static V4Json() => Default = new V4Json(new JsonSerializerOptions(s_defaultOptions)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
