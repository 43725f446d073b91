using Orleans.Batch.Formats.Files;

namespace Orleans.Batch.Gateway.Batches;

/// <summary>
/// What a file may have beyond the lines of the API: users, graphs and threads to create, episodes without data_type,
/// which are text, and records without a record id, which are named by their content, so that the same file adds
/// nothing twice.
/// </summary>
/// <param name="maxDestinations">How many users, graphs and threads together.</param>
/// <param name="onceMore">Whether items are added even when they exist already.</param>
internal sealed class FileLines(int maxDestinations, bool onceMore)
{
    private readonly Dictionary<(FileLineType Type, string Id), FileDestination> _destinations = [];
    private readonly Dictionary<UInt128, int> _occurrences = [];

    /// <summary>Users, graphs and threads, each once, in the order of the file.</summary>
    public IReadOnlyCollection<FileDestination> Destinations => _destinations.Values;

    /// <summary>Reads a line that creates a destination.</summary>
    /// <exception cref="BatchServiceException">The line is invalid; the exception holds its problems.</exception>
    public void Add(ReadOnlySpan<byte> line, int number, FileLineType type, UnknownFields unknown)
    {
        var destination = FileDestination.Parse(line, number, type, unknown);
        if (_destinations.TryAdd((type, destination.Id), destination) && _destinations.Count > maxDestinations)
        {
            throw BatchServiceException.Invalid(
                ErrorCodes.TooMany,
                $"a file may create at most {maxDestinations} users, graphs and threads; load larger ones from a shell");
        }
    }

    /// <summary>The item as it is added.</summary>
    public NewBatchItem Name(NewBatchItem item)
    {
        if (onceMore || item.RecordId is not null)
        {
            return onceMore ? item with { RecordId = null } : item;
        }

        var identity = ContentIdentity.FromItem(item);
        var occurrence = _occurrences[identity] = _occurrences.GetValueOrDefault(identity) + 1;
        return item with { RecordId = ContentIdentity.RecordIdOf(identity, occurrence) };
    }
}
