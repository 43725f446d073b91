using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Batches;

/// <summary>An item to add, with the UUID of its destination.</summary>
/// <param name="Input">As it was sent.</param>
internal sealed record NewItem(BatchItemInput Input)
{
    /// <summary>The destination.</summary>
    public Guid Destination => Input.GraphUuid ?? Input.UserUuid ?? Input.ThreadUuid!.Value;

    /// <summary>The field that names the destination.</summary>
    public string DestinationField => Input switch
    {
        { GraphUuid: not null } => "graph_uuid",
        { UserUuid: not null } => "user_uuid",
        _ => "thread_uuid",
    };

    /// <summary>Whether an object can be the destination. A graph may be named by its user, too.</summary>
    public bool Fits(ObjectAddress address) => Input switch
    {
        { GraphUuid: not null } => address.Kind != AddressKind.Thread,
        { UserUuid: not null } => address.Kind == AddressKind.User,
        _ => address.Kind == AddressKind.Thread,
    };

    /// <summary>The item as the service takes it.</summary>
    public NewBatchItem To(ObjectAddress address) => new()
    {
        Kind = Input.Type,
        GraphId = address.Kind == AddressKind.Graph ? address.Id : null,
        UserId = address.Kind is AddressKind.User or AddressKind.UserGraph ? address.Id : null,
        ThreadId = address.Kind == AddressKind.Thread ? address.Id : null,
        Content = (Input.Data ?? Input.Content)!,
        DataType = Input.DataType,
        SourceDescription = Input.SourceDescription,
        DocumentId = Input.DocumentId,
        Role = Input.Role,
        Name = Input.Name,
        CreatedAt = Input.ReferenceTime,
        Metadata = Input.Metadata,
        RecordId = Input.RecordId,
    };
}
