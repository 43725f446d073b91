using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Orleans.Batch.Gateway;

/// <summary>The gateway's metrics and traces. Dimensions are bounded: statuses and codes, never ids.</summary>
public sealed class GatewayTelemetry : IDisposable
{
    /// <summary>The name of the meter and of the activity source, for exporters.</summary>
    public const string Name = "Orleans.Batch.Gateway";

    internal static readonly ActivitySource Source = new(Name);

    private readonly Meter _meter;
    private readonly Counter<long> _items;
    private readonly Counter<long> _refused;

    /// <summary>Creates the instruments.</summary>
    public GatewayTelemetry(IMeterFactory meters)
    {
        _meter = meters.Create(Name);
        _items = _meter.CreateCounter<long>("orleans_batch.gateway.accepted_items", "{item}", "Items that add calls accepted");
        _refused = _meter.CreateCounter<long>("orleans_batch.gateway.refused_requests", "{request}", "Requests answered with an error");
    }

    internal void Accepted(int items) => _items.Add(items);

    internal void Refused(int status, string code) => _refused.Add(
        1,
        new KeyValuePair<string, object?>("http.response.status_code", status),
        new KeyValuePair<string, object?>("error.type", code));

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
