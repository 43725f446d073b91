using System.Security.Cryptography;
using Npgsql;

namespace Orleans.Batch.PostgreSql.Sql;

/// <summary>
/// The connection pools of the database, one per purpose, so that a backfill cannot take the connections
/// that callers wait for.
/// </summary>
public sealed class Database : IAsyncDisposable
{
    /// <summary>The schema of all tables.</summary>
    public const string SchemaName = "orleans_batch";

    // Plans for the actual parameters are worth their planning time here: the same writer did 10k items/s with
    // cached plans and 22.7k without; just-in-time compilation never pays for statements this short.
    // A server that is stopped in mid-transaction (SIGSTOP, a suspended machine) must not keep its locks from the next
    // one: no transaction of this process is idle for more than a moment.
    private const string CommonOptions =
        "-c plan_cache_mode=force_custom_plan -c jit=off -c idle_in_transaction_session_timeout=10s";

    // Ingestion statements join short arrays to huge tables: an index probe per row is always the right plan, even if
    // the statistics of a table that grew a thousandfold within seconds differ.
    // Waiting for a lock ends before a command's time limit (30 s), so that only work that is too large exceeds that.
    private const string ProbeOnlyOptions =
        CommonOptions + " -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c lock_timeout=20s";

    // Planning a statement of a search takes about as long as running it in a small graph.
    private const int SearchStatements = 30;

    // For ANALYZE a small sample is enough to distinguish a large table from a small one; preparing a batch sorts and joins
    // all its items in memory.
    private const string BackgroundOptions = CommonOptions + " -c default_statistics_target=10 -c work_mem=64MB";

    /// <summary>PostgreSQL ends a session of <see cref="Guards"/> after this time without a statement.</summary>
    internal static readonly TimeSpan GuardSessionTimeout = TimeSpan.FromSeconds(15);

    // A process that hangs must not keep the database from the next one.
    private static readonly string GuardOptions =
        $"{CommonOptions} -c idle_session_timeout={GuardSessionTimeout.TotalMilliseconds:F0} -c lock_timeout=20s";

    /// <summary>How many characters at the end of a session's application_name identify its process.</summary>
    internal const string MarkLength = "8";

    // PostgreSQL cuts names at 63 bytes, and the mark must stay.
    private const int LongestName = 50;

    private CursorCipher? _cursors;

    /// <summary>Creates the pools; no connection is opened yet.</summary>
    /// <param name="connectionString">Any PostgreSQL connection string of Npgsql.</param>
    /// <param name="sizes">How many connections each may have; null: the defaults.</param>
    public Database(string connectionString, DatabaseOptions? sizes = null)
    {
        sizes ??= new DatabaseOptions();
        var mark = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        Requests = Build(connectionString, mark, "requests", CommonOptions, sizes.RequestConnections);
        Live = Build(connectionString, mark, "live", ProbeOnlyOptions, sizes.LiveConnections);
        Ingestion = Build(connectionString, mark, "ingestion", ProbeOnlyOptions, sizes.IngestionConnections);
        Deliveries = Build(connectionString, mark, "deliveries", ProbeOnlyOptions, sizes.DeliveryConnections);
        Searches = Build(connectionString, mark, "searches", ProbeOnlyOptions, sizes.SearchConnections, SearchStatements);
        Background = Build(connectionString, mark, "background", BackgroundOptions, sizes.BackgroundConnections - 1);
        Guards = Build(connectionString, mark, "guard", GuardOptions, maxPoolSize: 0);
        Outcomes = new OutcomeLookup(Background, sizes.OutcomeTimeout);
    }

    /// <summary>For calls with a waiting caller.</summary>
    public NpgsqlDataSource Requests { get; }

    /// <summary>For real time: accepting and ingesting it, and its tasks.</summary>
    public NpgsqlDataSource Live { get; }

    /// <summary>For the lane reader and the group-commit writer.</summary>
    public NpgsqlDataSource Ingestion { get; }

    /// <summary>For webhook dispatchers, which preparing and analyzing must not delay.</summary>
    public NpgsqlDataSource Deliveries { get; }

    /// <summary>For searches: their total cost is bounded, and other calls do not wait for them.</summary>
    public NpgsqlDataSource Searches { get; }

    /// <summary>For preparing, recovery and housekeeping.</summary>
    public NpgsqlDataSource Background { get; }

    /// <summary>For the guard's one connection: its session ends with it, and so do the session's locks.</summary>
    internal NpgsqlDataSource Guards { get; }

    /// <summary>Hides keys in cursors; its secret is read once.</summary>
    internal async ValueTask<CursorCipher> CursorsAsync(CancellationToken cancellationToken) => _cursors ??= new CursorCipher(
        await Requests.Statement("SELECT secret FROM cursor_secret").RowAsync(static r => r.GetFieldValue<byte[]>(0), cancellationToken)
        ?? throw new InvalidOperationException("The table cursor_secret is empty; it has one row from the schema on."));

    /// <summary>Determines the outcome of writes whose answers were lost.</summary>
    internal OutcomeLookup Outcomes { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Requests.DisposeAsync();
        await Live.DisposeAsync();
        await Ingestion.DisposeAsync();
        await Deliveries.DisposeAsync();
        await Searches.DisposeAsync();
        await Background.DisposeAsync();
        await Guards.DisposeAsync();
    }

    private static NpgsqlDataSource Build(string connectionString, string mark, string purpose, string options, int maxPoolSize, int prepared = 0)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            SearchPath = SchemaName,
            Pooling = maxPoolSize > 0,
            MaxPoolSize = Math.Max(1, maxPoolSize),
            NoResetOnClose = true,
            KeepAlive = 15,
            IncludeErrorDetail = false,
            MaxAutoPrepare = prepared,
        };
        var name = settings.ApplicationName is { Length: > 0 } given ? given[..Math.Min(given.Length, LongestName)] : "Orleans.Batch " + purpose;
        settings.ApplicationName = $"{name} {mark}";
        settings.Options = string.IsNullOrEmpty(settings.Options) ? options : settings.Options + " " + options;
        return new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = "orleans-batch-" + purpose }.Build();
    }
}
