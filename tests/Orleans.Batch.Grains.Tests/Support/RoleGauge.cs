using System.Diagnostics.Metrics;

namespace Orleans.Batch.Grains.Tests;

/// <summary>The metric of roles that silos started from now on report, as an exporter sees it.</summary>
internal sealed class RoleGauge : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly bool _started;
    private readonly List<(string Role, int Silos)> _seen = [];

    public RoleGauge()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (_started && instrument is { Name: "orleans_batch.cluster.silos", Meter.Name: Telemetry.Name })
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((_, silos, tags, _) =>
        {
            tags.Length.ShouldBe(1);
            _seen.Add(($"{tags[0].Key}={tags[0].Value}", silos));
        });
        _listener.Start();
        _started = true;
    }

    /// <summary>One line for each role and reporting silo.</summary>
    public IReadOnlyList<string> Read()
    {
        _seen.Clear();
        _listener.RecordObservableInstruments();
        return [.. _seen.Select(s => $"{s.Role} {s.Silos}").Order(StringComparer.Ordinal)];
    }

    public void Dispose() => _listener.Dispose();
}
