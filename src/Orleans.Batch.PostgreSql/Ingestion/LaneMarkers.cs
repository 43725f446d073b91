using Npgsql;
using NpgsqlTypes;
using Orleans.Batch.PostgreSql.InFlight;

namespace Orleans.Batch.PostgreSql.Ingestion;

/// <summary>Records which lanes are in flight: all lanes of one read by one record.</summary>
internal sealed class LaneMarkers(InFlightMarkers markers, NpgsqlDataSource source)
{
    private readonly InFlightRecords _records = new(source, "in_flight");

    /// <summary>Whether lanes in flight are recorded: some host ended uncleanly not long ago.</summary>
    public bool Watching { get; set; }

    /// <summary>Admits lanes that are about to be worked on, once there is room for them, and records them if required.</summary>
    public ValueTask<InFlightMarker> BeginAsync(IReadOnlyList<LaneHead> lanes, CancellationToken cancellationToken) => markers.BeginAsync(
        lanes.Any(l => l.SuspicionLevel == SuspicionLevel.Alone),
        lanes.Count,
        _records,
        Watching ? () => RecordAsync(lanes, cancellationToken) : null,
        cancellationToken);

    private async ValueTask<long> RecordAsync(IReadOnlyList<LaneHead> lanes, CancellationToken cancellationToken)
    {
        var key = 0L;
        var add = new NpgsqlBatchCommand("INSERT INTO in_flight (lane_keys, item_position, silo) VALUES ($1, $2, $3) RETURNING marker_key")
        {
            Parameters =
            {
                new() { Value = lanes.Select(l => l.LaneKey).ToArray() },
                new()
                {
                    Value = lanes is [{ SuspicionLevel: not SuspicionLevel.None } lane] ? lane.Cursor : DBNull.Value,
                    NpgsqlDbType = NpgsqlDbType.Integer,
                },
                new() { Value = markers.Silo },
            },
        };
        await _records.AddAsync(add, row => key = row.GetInt64(0), cancellationToken);
        return key;
    }
}
