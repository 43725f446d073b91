namespace Orleans.Batch;

/// <summary>Applies a change to an item and checks the result by the rules of adding (<see cref="BatchItemRules"/>).</summary>
public static class ItemChangeRules
{
    private const ItemFields OfEpisodes =
        ItemFields.GraphId | ItemFields.UserId | ItemFields.Data | ItemFields.DataType;

    private const ItemFields OfMessages = ItemFields.ThreadId | ItemFields.Content | ItemFields.Role | ItemFields.Name;

    /// <summary>The item after the change.</summary>
    /// <exception cref="BatchServiceException">The item is invalid; the exception lists every problem.</exception>
    public static NewBatchItem Apply(NewBatchItem item, ItemChanges changes)
    {
        var problems = new ProblemList();
        CheckKind(item, changes, problems);
        var changed = Change(item, changes);
        if (problems.Count == 0)
        {
            BatchItemRules.Check(changed, null, problems);
        }

        return problems.Count == 0
            ? changed
            : throw BatchServiceException.Invalid($"{problems.Listed[0].Message}; the item was not changed", problems);
    }

    // Adding checks and drops fields that do not apply. A change of such a field is refused: it would have no effect.
    private static void CheckKind(NewBatchItem item, ItemChanges changes, ProblemList problems)
    {
        if (changes.Kind is { } kind && kind != item.Kind)
        {
            problems.Add(null, "type", ErrorCodes.Contradiction, $"type cannot be changed: the item is a {Word(item.Kind)}");
            return;
        }

        var foreign = changes.Given & (item.Kind == ItemKind.GraphEpisode ? OfMessages : OfEpisodes);
        foreach (var field in Enum.GetValues<ItemFields>().Where(f => f != ItemFields.None && foreign.HasFlag(f)))
        {
            problems.Add(
                null, NameOf(field), ErrorCodes.Contradiction, $"{NameOf(field)} does not apply: the item is a {Word(item.Kind)}");
        }
    }

    private static NewBatchItem Change(NewBatchItem item, ItemChanges changes)
    {
        bool Has(ItemFields field) => changes.Given.HasFlag(field);

        var toGraph = Has(ItemFields.GraphId) && changes.GraphId is not null;
        var toUser = Has(ItemFields.UserId) && changes.UserId is not null;
        return item with
        {
            GraphId = Has(ItemFields.GraphId) ? changes.GraphId : toUser ? null : item.GraphId,
            UserId = Has(ItemFields.UserId) ? changes.UserId : toGraph ? null : item.UserId,
            ThreadId = Has(ItemFields.ThreadId) ? changes.ThreadId : item.ThreadId,
            Content = Has(ItemFields.Data) ? changes.Data! : Has(ItemFields.Content) ? changes.Content! : item.Content,
            DataType = Has(ItemFields.DataType) ? changes.DataType : item.DataType,
            SourceDescription = Has(ItemFields.SourceDescription) ? changes.SourceDescription : item.SourceDescription,
            DocumentId = Has(ItemFields.DocumentId) ? changes.DocumentId : item.DocumentId,
            Role = Has(ItemFields.Role) ? changes.Role : item.Role,
            Name = Has(ItemFields.Name) ? changes.Name : item.Name,
            CreatedAt = Has(ItemFields.CreatedAt) ? changes.CreatedAt : item.CreatedAt,
            Metadata = Has(ItemFields.Metadata) ? changes.Metadata : item.Metadata,
        };
    }

    private static string Word(ItemKind kind) => kind == ItemKind.GraphEpisode ? "graph_episode" : "thread_message";

    private static string NameOf(ItemFields field) => field switch
    {
        ItemFields.GraphId => "graph_id",
        ItemFields.UserId => "user_id",
        ItemFields.ThreadId => "thread_id",
        ItemFields.DataType => "data_type",
        ItemFields.Data => "data",
        ItemFields.Content => "content",
        ItemFields.Role => "role",
        _ => "name",
    };
}
