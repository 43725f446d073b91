using System.Text;
using System.Text.RegularExpressions;

namespace Orleans.Batch.TestKit.PostgreSql;

/// <summary>Follows the messages of one PostgreSQL client and recognizes the one that commits.</summary>
internal sealed partial class TransactionTracker(string applicationName)
{
    private readonly List<string> _statements = [];
    private bool _inTransaction;
    private bool _committing;

    /// <summary>Records a message.</summary>
    /// <returns>The transaction that the server commits when it receives this message; null if there is none.</returns>
    public ObservedCommit? Observe(char type, ReadOnlySpan<byte> payload)
    {
        switch (type)
        {
            case 'Q':
                foreach (var sql in ReadText(payload).Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                {
                    Add(sql);
                }

                return EndCycle();
            case 'P':
                // The name of the prepared statement comes before its text.
                Add(ReadText(payload[(payload.IndexOf((byte)0) + 1)..]).Trim());
                return null;
            case 'S':
                return EndCycle();
            default:
                return null;
        }
    }

    private void Add(string sql)
    {
        if (sql.StartsWith("BEGIN", StringComparison.OrdinalIgnoreCase))
        {
            _inTransaction = true;
            _statements.Clear();
        }
        else if (sql.Equals("COMMIT", StringComparison.OrdinalIgnoreCase))
        {
            _committing = true;
        }
        else if (sql.Equals("ROLLBACK", StringComparison.OrdinalIgnoreCase))
        {
            _inTransaction = false;
            _statements.Clear();
        }
        else
        {
            _statements.Add(sql);
        }
    }

    private ObservedCommit? EndCycle()
    {
        if (_inTransaction && !_committing)
        {
            return null;
        }

        var commit = _committing || _statements.Exists(s => Write.IsMatch(s))
            ? new ObservedCommit(applicationName, [.. _statements], IsImplicit: !_committing)
            : null;
        _inTransaction = _committing = false;
        _statements.Clear();
        return commit;
    }

    private static string ReadText(ReadOnlySpan<byte> payload) => Encoding.UTF8.GetString(payload[..payload.IndexOf((byte)0)]);

    [GeneratedRegex(@"\b(INSERT\s+INTO|DELETE\s+FROM|UPDATE\s+\w+(\s+(AS\s+)?\w+)?\s+SET)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Write { get; }
}
