using Orleans.Batch.Formats.Files;

namespace Orleans.Batch.Gateway.Batches;

/// <summary>
/// Lines in the names of version 3, also those that are written in the names of version 4. Lines are read ahead, so that
/// one look-up serves many of them.
/// </summary>
/// <param name="lines">The lines as they are.</param>
/// <param name="directory">Finds what UUIDs name.</param>
/// <param name="project">The project of the caller.</param>
internal sealed class RenamedLines(IItemLines lines, IDirectoryClient directory, ProjectId project) : IItemLines
{
    private const int LinesAhead = Limits.LookUps;
    private const int BytesAhead = 256 * 1024;

    private readonly Queue<(byte[] Line, int Number, LineError? Error)> _ahead = new();
    private readonly FileUuids _uuids = new();
    private bool _ended;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Current { get; private set; }

    /// <inheritdoc/>
    public int Number { get; private set; }

    /// <inheritdoc/>
    public LineError? Error { get; private set; }

    /// <inheritdoc/>
    public async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        if (_ahead.Count == 0 && !_ended)
        {
            await ReadAheadAsync(cancellationToken);
        }

        if (!_ahead.TryDequeue(out var next))
        {
            return false;
        }

        (Number, Error) = (next.Number, next.Error);
        Current = next.Line;
        if (Error is null)
        {
            Current = Rewrite(next.Line, out var problem);
            Error = problem;
        }

        return true;
    }

    private async ValueTask ReadAheadAsync(CancellationToken cancellationToken)
    {
        var bytes = 0;
        while (_ahead.Count < LinesAhead && bytes < BytesAhead)
        {
            if (!await lines.NextAsync(cancellationToken))
            {
                _ended = true;
                break;
            }

            var line = lines.Current.ToArray();
            _ahead.Enqueue((line, lines.Number, lines.Error));
            bytes += line.Length;
            if (lines.Error is null)
            {
                Rewrite(line, out _);
            }
        }

        await FindAsync(cancellationToken);
    }

    private byte[] Rewrite(byte[] line, out LineError? problem)
    {
        problem = null;
        return V4Names.MayBeIn(line) ? new LineNames(_uuids).Rewrite(line, out problem).ToArray() : line;
    }

    private async ValueTask FindAsync(CancellationToken cancellationToken)
    {
        if (_uuids.Unknown.Count == 0)
        {
            return;
        }

        var asked = _uuids.Unknown.ToArray();
        var found = (await directory.FindByUuidAsync(project, [.. asked.Select(static a => a.Uuid).Distinct()], cancellationToken))
            .ToLookup(static a => a.Uuid);
        foreach (var (field, uuid) in asked)
        {
            // One that is not found counts as an id, too: processing refuses it by name.
            _uuids.Add(field, uuid, found[uuid].Select(NamedBy).FirstOrDefault(n => Fits(n, field)) ?? FileUuids.ById(field, uuid));
        }
    }

    private static bool Fits(NamedObject? named, FileLineType field) =>
        named is { } found && (found.Type == field || (field == FileLineType.Graph && found.Type == FileLineType.User));

    private static NamedObject? NamedBy(ObjectAddress address) => new NamedObject(
        address.Kind switch
        {
            AddressKind.Graph => FileLineType.Graph,
            AddressKind.Thread => FileLineType.Thread,
            _ => FileLineType.User,
        },
        address.Id);
}
