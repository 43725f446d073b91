using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Batch.Gateway;

namespace Orleans.Batch.Server.Tests.Telemetries;

public sealed class InstrumentTests
{
    [Fact]
    public void Instruments_AllOfOurs_HaveThePrefixAUnitAndADescription()
    {
        var instruments = new List<Instrument>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name.StartsWith("Orleans.Batch", StringComparison.Ordinal))
                {
                    instruments.Add(instrument);
                }
            },
        };
        _ = Orleans.Batch.Telemetry.ItemsAdded;
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var gateway = new GatewayTelemetry(services.GetRequiredService<IMeterFactory>());

        listener.Start();

        instruments.Select(i => i.Meter.Name).Distinct().ShouldBe(["Orleans.Batch", "Orleans.Batch.Gateway"], ignoreOrder: true);
        foreach (var instrument in instruments)
        {
            instrument.Name.ShouldMatch(@"^orleans_batch(\.[a-z]+(_[a-z]+)*)+$");
            (instrument.Unit ?? "").ShouldMatch(@"^(s|\{[a-z]+\})$", instrument.Name);
            instrument.Description.ShouldNotBeNullOrEmpty(instrument.Name);
        }
    }
}
