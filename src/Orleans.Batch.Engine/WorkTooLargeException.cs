namespace Orleans.Batch;

/// <summary>
/// A piece of work does not fit: it takes more memory, or more time, than this process or the database has. Nothing
/// of it was written, unless the commit itself was interrupted. A smaller piece can succeed.
/// </summary>
public sealed class WorkTooLargeException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether an exception says that the work did not fit.</summary>
    public static bool Is(Exception e) => e is WorkTooLargeException or OutOfMemoryException;
}
