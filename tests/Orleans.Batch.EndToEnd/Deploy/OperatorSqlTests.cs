using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.EndToEnd.Deploy;

/// <summary>The queries in <c>deploy/sql</c> run on the current schema.</summary>
public sealed class OperatorSqlTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    public static TheoryData<string> Files =>
        [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "deploy", "sql")).Select(f => Path.GetFileName(f)).Order()];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Query_OnTheSchema_RunsAndChangesNothing(string file)
    {
        var sql = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "deploy", "sql", file));
        await using var connection = await database.Database.Requests.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = connection.CreateCommand();

        command.CommandText = "SET LOCAL search_path TO public; SET TRANSACTION READ ONLY; " + sql;
        await using var rows = await command.ExecuteReaderAsync();

        rows.FieldCount.ShouldBeGreaterThan(1);
    }
}
