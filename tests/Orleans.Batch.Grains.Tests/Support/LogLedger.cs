using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Orleans.Batch.Grains.Tests;

/// <summary>The log entries of all silos of a test's cluster.</summary>
public sealed class LogLedger : ILoggerProvider
{
    private readonly ConcurrentQueue<(int Id, LogLevel Level, string Text)> _lines = [];

    public int Count(int eventId) => _lines.Count(l => l.Id == eventId);

    /// <summary>The last text of a message, without its category.</summary>
    public string Text(int eventId) => _lines.Last(l => l.Id == eventId).Text.Split(": ", 2)[1].Trim();

    public IReadOnlyList<string> Failures => [.. _lines.Where(l => l.Level >= LogLevel.Error).Select(l => l.Text)];

    public ILogger CreateLogger(string categoryName) => new Writer(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Writer(LogLedger ledger, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                ledger._lines.Enqueue((eventId.Id, logLevel, $"{category}: {formatter(state, exception)} {exception}"));
            }
        }
    }
}
