using System.IO.Compression;

namespace Orleans.Batch.Loading.Tests.Importing;

public sealed class SourceCheckTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("conversations.json", "[{\"title\":\"t\",\"mapping\":{}}]", "--from chatgpt.")]
    [InlineData("conversations.json", "[{\"uuid\":\"t\",\"chat_messages\":[]}]", "--from claude.")]
    [InlineData("rows.json", " [ {\"a\":1} ]", "--from json.")]
    [InlineData("rows.json", "{\n  \"rows\": []\n}", "--from json.")]
    [InlineData("notes.md", "# Title", "--from markdown.")]
    [InlineData("mail.txt", "From anna@example.org Mon Jan 1 00:00:00 2024\nSubject: x", "--from email.")]
    [InlineData("chat.txt", "01/02/2024, 10:00 - Anna: Hi", "--from whatsapp.")]
    [InlineData("picture.png", "\u0089PNG\0\0", "is not text")]
    [InlineData("letter.txt", "Dear all", "is no load file")]
    [InlineData("empty.ndjson", "", "is empty")]
    public void Require_AnotherFormatAsALoadFile_SaysWhatToDo(string name, string text, string message)
    {
        File.WriteAllText(_folder[name], text);
        Should.Throw<LoadException>(() => SourceCheck.Require(_folder[name], null)).Message.ShouldContain(message);
    }

    [Theory]
    [InlineData("a.ndjson", "{\"type\":\"graph\"}")]
    [InlineData("a.ndjson", "broken\n{\"type\":\"graph\"}")]
    [InlineData("a.ndjson", "broken")]
    [InlineData("a.csv", "graph_id,data\n[,b")]
    [InlineData("a.txt", "\n\n{\"type\":\"graph\"}")]
    public void Require_LoadFile_IsFine(string name, string text)
    {
        File.WriteAllText(_folder[name], text);
        Should.NotThrow(() => SourceCheck.Require(_folder[name], null));
    }

    [Theory]
    [InlineData("channels.json", "--from slack.")]
    [InlineData("chat.html", "--from chatgpt.")]
    [InlineData("other.bin", "--from chatgpt, --from claude")]
    public void Require_Zip_NamesTheFormat(string entry, string message)
    {
        var path = _folder["export.zip"];
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            zip.CreateEntry(entry);
        }

        Should.Throw<LoadException>(() => SourceCheck.Require(path, null)).Message.ShouldContain(message);
    }

    [Fact]
    public void Require_FolderMissingFileOrNoRights_SaysSo()
    {
        Directory.CreateDirectory(_folder["notes"]);
        Should.Throw<LoadException>(() => SourceCheck.Require(_folder["notes"], null)).Message.ShouldContain("is a folder");
        Should.Throw<LoadException>(() => SourceCheck.Require(_folder["notes"], new("markdown"))).Message.ShouldContain("is empty");
        Should.Throw<LoadException>(() => SourceCheck.Require(_folder["gone"], null)).Message.ShouldContain("There is no file");
        if (Environment.UserName != "root")
        {
            File.WriteAllText(_folder["secret"], "{}");
            File.SetUnixFileMode(_folder["secret"], UnixFileMode.None);
            Should.Throw<LoadException>(() => SourceCheck.Require(_folder["secret"], null)).Message.ShouldContain("no permission");
        }
    }
}
