using System.IO.Compression;

namespace Orleans.Batch.Loading.Tests.Importing.WhatsApp;

public sealed class WhatsAppTests : IDisposable
{
    private const string Name = "WhatsApp Chat with Mara.txt";
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Import_SampleOfAndroid_HasEveryMessageWithItsLines()
    {
        var imported = await Imported.FromAsync(
            Imported.Sample("WhatsApp", Name), new("whatsapp") { Zone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York") });

        imported.All("data").ShouldBe(["Mara: Dinner on Friday?", "Jonas: Yes\nat eight\n\nmy place", "Jonas: ok", "Jonas: ok", "Mara: Time: 20:00"]);
        imported.All("created_at").ShouldBe(["2024-02-01T02:05:00Z", "2024-02-01T05:10:00Z", "2024-02-01T05:10:00Z", "2024-02-01T05:10:00Z", "2024-02-01T13:02:00Z"]);
        imported.All("record_id").Distinct().Count().ShouldBe(5);
        imported.Created.ShouldBe(["Graph whatsapp-chat-with-mara"]);
        imported.Rejects.ShouldBe([Name + ", line 11: \"13/13/24, 8:01 AM\" is no date with the month first"]);
        imported.LeftOut.ShouldBe(new Dictionary<string, long> { ["deleted messages"] = 1, ["media without text"] = 1, ["notices of WhatsApp"] = 1 }, ignoreOrder: true);
    }

    [Theory]
    [InlineData("[31.12.23, 18:05:09] Mara: Hi", "2023-12-31T18:05:09Z")]
    [InlineData("\u200E[31/12/2023, 6:05:09\u202FPM] ~\u00A0Mara: Hi", "2023-12-31T18:05:09Z")]
    [InlineData("2023-12-31, 18:05 - Mara: Hi", "2023-12-31T18:05:00Z")]
    [InlineData("12/31/23, 12:05 a.m. - Mara: Hi", "2023-12-31T00:05:00Z")]
    [InlineData("[31.12.2023 klo 18.05.09] Mara: Hi", "2023-12-31T18:05:09Z")]
    [InlineData("31.12.23, 18:05 – Mara: Hi", "2023-12-31T18:05:00Z")]
    public async Task Import_OtherPhones_AreUnderstood(string line, string at)
    {
        var imported = await Imported.FromAsync(Write(line), new("whatsapp") { User = "u" });
        imported.All("data").ShouldBe(["Mara: Hi"]);
        imported.All("created_at").ShouldBe([at]);
        imported.All("user_id").ShouldBe(["u"]);
    }

    [Fact]
    public async Task Import_LaterExportOfTheSameChat_KeepsTheIds()
    {
        var lines = File.ReadAllLines(Imported.Sample("WhatsApp", Name));
        File.WriteAllLines(_folder[Name], [.. lines[..6], "2/1/24, 12:10 AM - Jonas: ok"]);
        var before = await Imported.FromAsync(_folder[Name], new("whatsapp") { DateFormat = "mdy" });
        var after = await Imported.FromAsync(Imported.Sample("WhatsApp", Name), new("whatsapp") { DateFormat = "mdy" });
        after.All("record_id").Take(3).ShouldBe(before.All("record_id"));
    }

    [Fact]
    public async Task Import_DatesThatFitBothOrders_AskForTheOrder()
    {
        var path = Write("01/02/2024, 10:00 - Mara: Hi\n03/04/2024, 10:00 - Mara: Hi");
        (await Should.ThrowAsync<InvalidDataException>(() => Imported.FromAsync(path, new("whatsapp")))).Message.ShouldContain("--date-format dmy or --date-format mdy");
        (await Imported.FromAsync(path, new("whatsapp") { DateFormat = "dmy" })).All("created_at").ShouldBe(["2024-02-01T10:00:00Z", "2024-04-03T10:00:00Z"]);
        (await Imported.FromAsync(Write("05/01/2024, 10:00 - Mara: Hi\n01/02/2024, 10:00 - Mara: Hi"), new("whatsapp"))).All("created_at").First().ShouldBe("2024-01-05T10:00:00Z");
    }

    [Fact]
    public async Task Import_OtherText_IsRefusedOrRejectedByLine()
    {
        (await Should.ThrowAsync<InvalidDataException>(() => Imported.FromAsync(Write("Dear all"), new("whatsapp")))).Message.ShouldContain("is no chat of WhatsApp");
        (await Imported.FromAsync(Write("torn off\n31/12/2023, 10:00 - Mara: Hi"), new("whatsapp"))).Rejects.ShouldBe(["chat.txt, line 1: No message has begun before this line"]);
    }

    [Fact]
    public async Task Import_ZipOfAnIphone_NamesTheGraphByTheArchive()
    {
        var path = _folder["WhatsApp Chat - Mara.zip"];
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            zip.CreateEntry("00000001-PHOTO.jpg");
            using var chat = new StreamWriter(zip.CreateEntry("_chat.txt").Open());
            chat.Write("[31.12.23, 18:05:09] Mara: \u200EMessages and calls are end-to-end encrypted.\r\n\u200E[31.12.23, 18:06:00] Mara: \u200E<attached: 00000001-PHOTO.jpg>\r\n[31.12.23, 18:07:00] Mara: Hi\r\n");
        }

        var imported = await Imported.FromAsync(path, new("whatsapp"));
        imported.All("data").ShouldBe(["Mara: Hi"]);
        imported.Created.ShouldBe(["Graph whatsapp-chat-mara"]);
        imported.LeftOut.Keys.ShouldBe(["media files", "media without text", "notices of WhatsApp"], ignoreOrder: true);
    }

    private string Write(string text)
    {
        File.WriteAllText(_folder["chat.txt"], text);
        return _folder["chat.txt"];
    }
}
