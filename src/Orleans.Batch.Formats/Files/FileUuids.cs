namespace Orleans.Batch.Formats.Files;

/// <summary>
/// The UUIDs by which the lines of a file name users, graphs and threads, and what each of them is. One that is not
/// known counts as the id of its object: version 4 stores an object without an id under the text of its UUID.
/// </summary>
internal sealed class FileUuids
{
    private readonly Dictionary<(FileLineType Field, Guid Uuid), NamedObject> _known = [];
    private readonly HashSet<(FileLineType Field, Guid Uuid)> _unknown = [];

    /// <summary>Those that lines name and that are not known, with the type that the field's name says.</summary>
    public IReadOnlyCollection<(FileLineType Field, Guid Uuid)> Unknown => _unknown;

    /// <summary>Records what a UUID in a field names.</summary>
    public void Add(FileLineType field, Guid uuid, NamedObject named)
    {
        _unknown.Remove((field, uuid));
        _known[(field, uuid)] = named;
    }

    /// <summary>Returns what a UUID in a field names.</summary>
    public NamedObject Find(FileLineType field, Guid uuid)
    {
        if (_known.TryGetValue((field, uuid), out var named))
        {
            return named;
        }

        _unknown.Add((field, uuid));
        return ById(field, uuid);
    }

    /// <summary>The object without an id of its own.</summary>
    public static NamedObject ById(FileLineType type, Guid uuid) => new(type, uuid.ToString());
}
