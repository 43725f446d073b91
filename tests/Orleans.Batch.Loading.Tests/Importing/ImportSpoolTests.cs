namespace Orleans.Batch.Loading.Tests.Importing;

public sealed class ImportSpoolTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Complete_GroupsOutOfOrder_AreSortedAndEachRecordKeepsItsPlace(bool backward)
    {
        using var spool = new ImportSpool();
        spool.Write("{\"first\":1}"u8, "top");
        for (var i = 0; i < 2_500; i++)
        {
            spool.Group(i % 10 == 9 ? null : DateTimeOffset.UnixEpoch.AddDays(backward ? 10_000 - i : i));
            spool.Write("{\"a\":\"tab \\t\"}"u8, $"place {i}");
            spool.Write("{\"b\":1}"u8, $"place\t{i} again");
        }

        using var file = new ImportedFile(spool.Complete(), new Dictionary<string, long>());
        file.PlaceOf(1).ShouldBe("top");
        file.PlaceOf(2).ShouldBe(backward ? "place 2498" : "place 0");
        file.PlaceOf(5_001).ShouldBe(backward ? "place 0 again" : "place 2499 again");
        file.PlaceOf(3_002).ShouldBe(backward ? "place 998" : "place 1500");
        File.GetUnixFileMode(file.Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        file.Dispose();
        File.Exists(file.Path).ShouldBeFalse();
    }
}
