using Npgsql;

namespace Orleans.Batch.PostgreSql.Sql;

/// <summary>One statement of a <see cref="WriteTransaction"/>. Running it disposes of it.</summary>
internal sealed class WriteStatement(WriteTransaction transaction, NpgsqlBatch batch)
{
    /// <summary>Its parameters, for those whose type cannot be inferred from the value.</summary>
    public NpgsqlParameterCollection Parameters => batch.BatchCommands[0].Parameters;

    /// <summary>Gives the statement <see cref="Statements.LongTimeout"/>.</summary>
    public WriteStatement Long()
    {
        batch.Timeout = Statements.LongTimeout;
        return this;
    }

    /// <summary>Runs it.</summary>
    /// <returns>The number of affected rows.</returns>
    public async ValueTask<int> RunAsync(CancellationToken cancellationToken)
    {
        await using (batch)
        {
            return await transaction.RunAsync(batch, cancellationToken);
        }
    }

    /// <summary>Returns all rows.</summary>
    public async ValueTask<List<T>> RowsAsync<T>(Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using (batch)
        {
            await using var reader = await transaction.ReadAsync(batch, cancellationToken);
            var rows = new List<T>();
            while (await reader.ReadAsync(cancellationToken))
            {
                rows.Add(read(reader));
            }

            return rows;
        }
    }

    /// <summary>Returns the first row, or the type's default.</summary>
    public async ValueTask<T?> RowAsync<T>(Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using (batch)
        {
            await using var reader = await transaction.ReadAsync(batch, cancellationToken);
            return await reader.ReadAsync(cancellationToken) ? read(reader) : default;
        }
    }
}
