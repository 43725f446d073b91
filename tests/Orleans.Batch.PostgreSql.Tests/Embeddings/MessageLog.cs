using Microsoft.Extensions.Logging;
using Orleans.Batch.Embeddings;

namespace Orleans.Batch.PostgreSql.Tests.Embeddings;

/// <summary>Keeps what is logged.</summary>
internal sealed class MessageLog : List<string>, ILogger<EmbedderHealth>
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Add(formatter(state, exception));
}
