namespace Orleans.Batch.PostgreSql.Sql;

/// <summary>
/// The stored numbers of states and kinds, as text for statements: a statement stays constant and can be prepared. The
/// numbers are those of the enums of the same names.
/// </summary>
internal static class Stored
{
    /// <summary>From <see cref="Invalid"/> on a batch has ended; from <see cref="Succeeded"/> on it was not invalid.</summary>
    internal static class BatchStatus
    {
        public const string Draft = "0";
        public const string Queued = "1";
        public const string Processing = "2";
        public const string Invalid = "3";
        public const string Succeeded = "4";
        public const string Partial = "5";
        public const string Canceled = "7";

        /// <summary>The list of those of sealed batches that have not ended.</summary>
        public const string Unfinished = $"({Queued}, {Processing})";
    }

    internal static class ItemStatus
    {
        public const string Pending = "0";
        public const string Queued = "1";
        public const string Processing = "2";
        public const string Succeeded = "3";
        public const string Failed = "4";
        public const string Canceled = "6";
    }

    /// <summary>The states of a lane. The database alone uses them, so there is no such enum.</summary>
    internal static class LaneState
    {
        public const string Open = "0";
        public const string Ended = "1";
        public const string Canceled = "2";
    }

    internal static class DeliveryState
    {
        public const string Due = "0";
        public const string Failed = "2";
    }

    internal static class DestinationKind
    {
        public const string Graph = "0";
        public const string User = "1";
        public const string Thread = "2";
    }

    internal static class IngestTaskType
    {
        public const string AddEpisode = "0";
        public const string AddMessages = "1";
        public const string Batch = "2";

        /// <summary>Those that add to a graph.</summary>
        public const string Writes = $"({AddEpisode}, {AddMessages})";
    }

    internal static class IngestTaskStatus
    {
        public const string Pending = "0";
        public const string Processing = "1";
        public const string Succeeded = "2";
        public const string Failed = "3";
        public const string Partial = "4";
    }

    internal static class ItemKind
    {
        public const string GraphEpisode = "0";
        public const string ThreadMessage = "1";
    }

    internal static class DataType
    {
        public const string Json = "1";
    }

    internal static class SummaryMode
    {
        public const string None = "0";
        public const string All = "2";
    }

    internal static class ProposalState
    {
        public const string Open = "0";
        public const string Applying = "1";
        public const string Applied = "2";
        public const string Discarded = "3";

        /// <summary>The list of those that have work left as long as there are rows.</summary>
        public const string Closing = $"({Applying}, {Discarded})";
    }

    internal static class ExtractionMode
    {
        public const string StoreOnly = "0";
        public const string Model = "2";
    }
}
