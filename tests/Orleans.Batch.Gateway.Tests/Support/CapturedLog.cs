using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Orleans.Batch.Gateway.Tests;

/// <summary>Keeps every log line of every level, with its exception and its values.</summary>
internal sealed class CapturedLog : ILoggerProvider, ILogger
{
    // Kestrel's warning that its own timer was late, which no test here is about.
    private const string SlowMachine = "HeartbeatSlow";

    public ConcurrentQueue<(LogLevel Level, string Text)> Lines { get; } = [];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        Lines.Enqueue((LogLevel.Trace, $"scope {state}"));
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Name != SlowMachine)
        {
            Lines.Enqueue((logLevel, $"{formatter(state, exception)} {exception}"));
        }
    }

    public void Dispose()
    {
    }
}
