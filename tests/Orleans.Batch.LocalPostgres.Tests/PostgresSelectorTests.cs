
namespace Orleans.Batch.LocalPostgres.Tests;

public sealed class PostgresSelectorTests : IDisposable
{
    private readonly DataDirectory _directory = DataDirectory.At(Directory.CreateTempSubdirectory("ob-choice-").FullName);

    public void Dispose() => Directory.Delete(_directory.Root, recursive: true);

    [Theory]
    [InlineData(null, "15 17", 15)] // the first is preferred, not the newest
    [InlineData(null, "13 17", 17)]
    [InlineData(null, "13 12", null)]
    [InlineData(null, "", null)]
    [InlineData(17, "15 17", 17)]
    [InlineData(13, "17 13", 13)]
    [InlineData(16, "15 17", null)]
    public void TryChoose_VersionOfTheDataAndThoseFound_ReturnsTheFirstThatFits(int? data, string found, int? chosen)
    {
        if (data is { } version)
        {
            Directory.CreateDirectory(_directory.ClusterPath);
            File.WriteAllText(Path.Combine(_directory.ClusterPath, "PG_VERSION"), $"{version}\n");
        }

        var binaries = found.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(v => new PostgresBinaries($"/programs/{v}", int.Parse(v, null))).ToList();
        var choice = new PostgresSelector(binaries, _directory, searchedOnly: null);

        (choice.TryChoose()?.MajorVersion).ShouldBe(chosen);
        if (chosen is null)
        {
            Should.Throw<PrivatePostgresException>(choice.Choose);
        }
    }
}
