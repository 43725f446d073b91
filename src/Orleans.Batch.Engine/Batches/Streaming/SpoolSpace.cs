using Microsoft.Extensions.Options;

namespace Orleans.Batch.Batches;

/// <summary>The number of streams on disk, and their bytes, over all calls.</summary>
public sealed class SpoolSpace(IOptions<BatchOptions> options)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private long _bytes;
    private int _streams;

    /// <summary>Creates a spool.</summary>
    /// <exception cref="BatchServiceException">There are too many spools, or its file cannot be created.</exception>
    internal ItemSpool Open()
    {
        if (Interlocked.Increment(ref _streams) > options.Value.MaxStreams)
        {
            Interlocked.Decrement(ref _streams);
            throw Refuse("too many streams of items at once; send it again shortly");
        }

        try
        {
            return new ItemSpool(SpoolFile.Create(options.Value.SpoolDirectory ?? Path.GetTempPath()), this);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Interlocked.Decrement(ref _streams);
            throw Refuse(
                OpenFileLimit.IsReached(e)
                    ? "the server can open no more files and connections; send it again shortly"
                    : "the server cannot write the file that a stream waits in (option SpoolDirectory)",
                e);
        }
    }

    internal void Take(int bytes)
    {
        if (Interlocked.Add(ref _bytes, bytes) > options.Value.MaxSpoolBytes)
        {
            Interlocked.Add(ref _bytes, -bytes);
            throw Refuse("streams of items take all the space they may have on the server's disk; send it again shortly");
        }
    }

    internal void Close(long bytes)
    {
        Interlocked.Add(ref _bytes, -bytes);
        Interlocked.Decrement(ref _streams);
    }

    internal static BatchServiceException Refuse(string message, Exception? inner = null) =>
        new(ErrorKind.Unavailable, ErrorCodes.Unavailable, message, inner) { RetryAfter = RetryAfter };
}
