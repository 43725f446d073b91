using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Orleans.Batch.Server.Tests;

/// <summary>Event ids are unique: operators search logs and set alarms by them.</summary>
public sealed class EventIdTests
{
    private const BindingFlags All =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    [Fact]
    public void EventIds_OfAllMessages_AreTheirOwn()
    {
        var messages = Directory.GetFiles(AppContext.BaseDirectory, "Orleans.Batch.*.dll")
            .Where(f => !f.EndsWith("Tests.dll", StringComparison.Ordinal))
            .SelectMany(f => Assembly.Load(AssemblyName.GetAssemblyName(f)).GetTypes())
            .SelectMany(t => t.GetMethods(All))
            .Select(m => (Method: $"{m.DeclaringType}.{m.Name}", m.GetCustomAttribute<LoggerMessageAttribute>()?.EventId))
            .Where(m => m.EventId is not null)
            .ToList();

        messages.Count.ShouldBeGreaterThan(40);
        messages.ShouldAllBe(m => m.EventId >= 1_000);
        messages.GroupBy(m => m.EventId).Where(g => g.Count() > 1)
            .Select(g => $"{g.Key}: {string.Join(", ", g.Select(m => m.Method))}").ShouldBeEmpty();
    }
}
