using System.Globalization;
using Orleans.Batch.Extraction;
using Orleans.Batch.Ingestion;
using Spectre.Console;

namespace Orleans.Batch.Benchmarks;

/// <summary>The deterministic extractor alone, on one core: no server, no database.</summary>
internal static class ExtractionSpeed
{
    private const int Chunk = 128;
    private const int Items = 40_000;

    private static readonly (string Name, DataType Type, Func<int, string> Data)[] Kinds =
    [
        ("JSON record, 10 scalars, an edge", DataType.Json, static i => string.Create(CultureInfo.InvariantCulture,
            $$"""{"id":"order-{{i}}","type":"order","status":"paid","total":129.5,"currency":"EUR","placed_on":"2024-05-01","channel":"web","customer_id":"c-{{i % 100}}","shipping":{"city":"Hamburg","country":"DE","express":false},"lines":[{"sku":"A-17","text":"Desk lamp, black, with a long cable and two spare bulbs"},{"sku":"B-4","text":"Extension cord, three metres"}],"note":"Please ring twice; the bell is quiet"}""")),
        ("prose, four facts", DataType.Text, static i => string.Create(CultureInfo.InvariantCulture,
            $"Maria Keller joined Acme {i % 50} in March 2021. She lives in Hamburg and reports to Tom Berger. The handover went well, and most of the open questions were settled within the first week. We agreed that the old tickets stay where they are until the archive is ready. Acme switched from MySQL to PostgreSQL last month. Next week the team looks at the renewal, which is due in spring.")),
        ("prose, no facts", DataType.Text, static _ =>
            "The handover went well, and most of the open questions were settled within the first week. It was agreed that the old tickets stay where they are until the archive is ready. There were some complaints about the new layout, mostly about the colours. Next week the team looks at the renewal, which is due in spring, and at the numbers of the last quarter. Nothing else was decided on this day."),
        ("chat message, one fact", DataType.Message, static i => string.Create(CultureInfo.InvariantCulture,
            $"Anna: thanks, that helped a lot! btw I work at Acme {i % 50} now. Do you know when the invoice for April is sent?")),
        ("\"Renewal is due in spring; \" repeated", DataType.Text, static _ =>
            string.Concat(Enumerable.Repeat("Renewal is due in spring; ", 20))[..400]),
    ];

    public static int Run()
    {
        var table = new Table().AddColumns("item", "characters", "µs of CPU", "bytes", "assertions").RoundedBorder();
        foreach (var (name, type, data) in Kinds)
        {
            var items = Enumerable.Range(0, Chunk)
                .Select(i => new IngestItem(i, i, Guid.Empty, null, type, null, null, DateTimeOffset.UnixEpoch.AddYears(54), data(i), false, true))
                .ToList();
            Measure(items); // the compiler recompiles frequently used code once more
            var (micros, bytes, assertions) = Measure(items);
            table.AddRow(
                name,
                $"{items.Average(i => i.Content!.Length):N0}",
                $"{micros:N2}",
                $"{bytes:N0}",
                $"{assertions:N1}");
        }

        AnsiConsole.Write(table);
        return 0;
    }

    private static (double Micros, double Bytes, double Assertions) Measure(List<IngestItem> items)
    {
        var extractor = new DeterministicExtractor();
        var (count, assertions) = (0, 0);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var busy = Environment.CpuUsage.TotalTime;
        while (count < Items)
        {
            assertions += extractor.ExtractAsync(items, default).AsTask().GetAwaiter().GetResult().Sum(r => r.Assertions.Count);
            count += items.Count;
        }

        var elapsed = Environment.CpuUsage.TotalTime - busy; // independent of other work of the machine
        return (elapsed.TotalMicroseconds / count, (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / count, (double)assertions / count);
    }
}
