using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.PostgreSql.Tests.Sql;

public sealed class SchemaMigratorTests
{
    [Fact]
    public async Task MigrateAsync_FromNothingByManyAtOnce_AppliesEachFileOnce()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ExecuteAsync("DROP SCHEMA orleans_batch, orleans_batch_cluster CASCADE");

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => new SchemaMigrator(database.Database).MigrateAsync(default)));

        (await database.ColumnAsync<string>("SELECT name FROM schema_version ORDER BY version"))
            .ShouldBe(["0001_initial", "0002_orleans"]);
        (await database.ScalarAsync<long>("SELECT count(*) FROM sql_clock")).ShouldBe(1);
    }

    [Fact]
    public async Task MigrateAsync_ANewerDatabase_IsRefusedAndUntouched()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ExecuteAsync("INSERT INTO schema_version (version, name, checksum) VALUES (9999, '9999_later', 'x')");

        var error = await Should.ThrowAsync<SchemaMismatchException>(
            () => new SchemaMigrator(database.Database).MigrateAsync(default));

        error.Message.ShouldContain("9999");
    }

    [Fact]
    public async Task MigrateAsync_AChangedFile_IsRefused()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ExecuteAsync("UPDATE schema_version SET checksum = 'other' WHERE version = 2");

        var error = await Should.ThrowAsync<SchemaMismatchException>(
            () => new SchemaMigrator(database.Database).MigrateAsync(default));

        error.Message.ShouldContain("0002_orleans is not the one that was applied");
    }

    [Fact]
    public async Task MigrateAsync_ADatabaseFromBeforeTheFirstRelease_IsRefusedAndUntouched()
    {
        await using var database = await PrereleaseDatabase.CreateAsync();
        var before = await PrereleaseDatabase.DescribeAsync(database);

        var error = await Should.ThrowAsync<SchemaMismatchException>(
            () => new SchemaMigrator(database.Database).MigrateAsync(default));

        error.Message.ShouldBe(
            "The database has the schema migrations 1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 20, 21, 22 of a version "
            + "before the first release. Data of such versions cannot be taken over; nothing was changed. Start with a new data "
            + "directory (--data-dir) or another database (ConnectionStrings__Batch). To move the data, run export with the version "
            + "that made the database, and load with this one.");
        (await PrereleaseDatabase.DescribeAsync(database)).ShouldBe(before);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("1, 2")]
    public async Task MigrateAsync_NoMoreMigrationsThanThisProgramHas_AreRefusedByTheirContent(string versions)
    {
        await using var database = await PrereleaseDatabase.CreateAsync();
        await database.ExecuteAsync($"DELETE FROM schema_version WHERE version NOT IN ({versions})");

        var error = await Should.ThrowAsync<SchemaMismatchException>(
            () => new SchemaMigrator(database.Database).MigrateAsync(default));

        error.Message.ShouldStartWith($"The database has the schema migrations {versions} of a version before the first release.");
    }

    [Fact]
    public async Task SqlNow_Shifted_MovesForAllSessionsAndNothingElseDoes()
    {
        await using var database = await TestDatabase.CreateAsync();

        await database.ShiftClockAsync(TimeSpan.FromHours(3));
        await database.ShiftClockAsync(TimeSpan.FromHours(-1));

        (await database.ScalarAsync<bool>(
            "SELECT sql_now() - clock_timestamp() BETWEEN interval '119 minutes' AND interval '120 minutes'")).ShouldBeTrue();
    }
}
