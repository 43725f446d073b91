using System.IO.Pipelines;

namespace Orleans.Batch.Gateway.Connections;

/// <summary>
/// Ends a connection whose client has stopped reading: once the buffers are full, the client must read more within the
/// timeout. Kestrel's own minimum rate does not ensure this: it credits a connection for all data sent quickly before.
/// </summary>
internal sealed class StallGuard : IDuplexPipe, IDisposable
{
    private readonly GuardedWriter _output;

    /// <summary>Wraps a connection's pipe.</summary>
    /// <param name="transport">The connection's pipe.</param>
    /// <param name="connection">The connection to end.</param>
    /// <param name="timeout">How long a write may wait.</param>
    /// <param name="time">The clock of the timer.</param>
    public StallGuard(IDuplexPipe transport, ClientConnection connection, TimeSpan timeout, TimeProvider time) =>
        (Input, _output) = (transport.Input, new GuardedWriter(transport.Output, connection, timeout, time));

    /// <inheritdoc/>
    public PipeReader Input { get; }

    /// <inheritdoc/>
    public PipeWriter Output => _output;

    /// <inheritdoc/>
    public void Dispose() => _output.Dispose();

    private sealed class GuardedWriter(PipeWriter inner, ClientConnection connection, TimeSpan timeout, TimeProvider time)
        : PipeWriter, IDisposable
    {
        private ITimer? _timer;

        public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

        public override long UnflushedBytes => inner.UnflushedBytes;

        public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

        public override void Advance(int bytes) => inner.Advance(bytes);

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
            Watch(inner.FlushAsync(cancellationToken));

        public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default) =>
            Watch(inner.WriteAsync(source, cancellationToken));

        public void Dispose() => _timer?.Dispose();

        // While the buffers have room, which is nearly always, no timer runs.
        private ValueTask<FlushResult> Watch(ValueTask<FlushResult> flush) => flush.IsCompleted ? flush : WatchAsync(flush);

        private async ValueTask<FlushResult> WatchAsync(ValueTask<FlushResult> flush)
        {
            _timer ??= time.CreateTimer(
                static c => ((ClientConnection)c!).Abort("The client has stopped reading."), connection, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timer.Change(timeout, Timeout.InfiniteTimeSpan);
            try
            {
                return await flush;
            }
            finally
            {
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }
    }
}
