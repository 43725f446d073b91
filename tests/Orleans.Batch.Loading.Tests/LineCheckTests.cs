using System.Text;

namespace Orleans.Batch.Loading.Tests;

public sealed class LineCheckTests
{
    private const string Episode = """{"type":"graph_episode","graph_id":"g","data":"d","data_type":"text"}""";

    [Theory]
    [InlineData(Episode, "Item")]
    [InlineData("""{"type":"graph_episode","user_id":"u","graph_id":null,"data":"","data_type":"text","unknown":{"a":[{}]}}""", "Item")]
    [InlineData("""{"type":"graph_episode","graph_id":"g","data":"without a type","record_id":"r 1"}""", "Item")]
    [InlineData("""{"content":"\ud83d\ude00","role":"user","thread_id":"t","type":"thread_message","created_at":"2024-02-29T23:59:59.5+05:30"}""", "Item")]
    [InlineData("""{"type":"thread_message","thread_id":"t","role":"tool","content":"c","metadata":{"a":1,"b":null,"c":["x",true]}}""", "Item")]
    [InlineData("""{"type":"user","user_id":"u","metadata":{"deep":{"is":["fine"]}}}""", "User")]
    [InlineData("""{"type":"graph","graph_id":"g","name":"n"}""", "Graph")]
    [InlineData("""{"type":"thread","thread_id":"t","user_id":"u"}""", "Thread")]
    [InlineData("", "Blank")]
    public void Judge_GoodLine_SaysWhatItIs(string line, string kind)
    {
        LineCheck.Check(Encoding.UTF8.GetBytes(line), out var problem).ToString().ShouldBe(kind, problem?.ToString());
        problem.ShouldBeNull();
    }

    [Theory]
    [InlineData("not json", "", "malformed_json")]
    [InlineData("[1]", "", "malformed_json")]
    [InlineData(Episode + "}", "", "malformed_json")]
    [InlineData(Episode + Episode, "", "malformed_json")]
    [InlineData("""{"type":"graph_episode","graph_id":"g","data":"d","data_type":"text",}""", "", "malformed_json")]
    [InlineData("""{"data":"d"}""", "type", "required")]
    [InlineData("""{"type":"episode"}""", "type", "unknown_value")]
    [InlineData("""{"type":7}""", "type", "wrong_type")]
    [InlineData("""{"type":"graph_episode","graph_id":"g","data_type":"text"}""", "data", "required")]
    [InlineData("""{"type":"graph_episode","graph_id":"g","data":null,"data_type":"text"}""", "data", "required")]
    [InlineData("""{"type":"graph_episode","data":"d","data_type":"text"}""", "graph_id", "required")]
    [InlineData("""{"type":"graph_episode","graph_id":"g","user_id":"u","data":"d","data_type":"text"}""", "graph_id", "contradiction")]
    [InlineData("""{"type":"graph_episode","graph_id":"","data":"d","data_type":"text"}""", "graph_id", "invalid_id")]
    [InlineData("""{"type":"graph_episode","graph_id":"g","data":"d","data_type":"fact_triple"}""", "data_type", "unknown_value")]
    [InlineData("""{"type":"graph_episode","graph_id":"g","data":{},"data_type":"json"}""", "data", "wrong_type")]
    [InlineData("""{"type":"graph_episode","graph_id":"g","graph_id":"h","data":"d","data_type":"text"}""", "graph_id", "duplicate_key")]
    [InlineData("""{"type":"graph_episode","graph_id":"g","data":"a\u0000b","data_type":"text"}""", "data", "nul_character")]
    [InlineData("""{"type":"graph_episode","graph_id":"g","data":"\ud800","data_type":"text"}""", "data", "invalid_encoding")]
    [InlineData("""{"type":"graph_episode","graph_id":"g","data":"{\"a\":","data_type":"json"}""", "data", "invalid_json_data")]
    [InlineData("""{"type":"graph_episode","graph_id":"g","data":"d","record_id":""}""", "record_id", "invalid_id")]
    [InlineData("""{"type":"graph","graph_id":"g","name":7}""", "name", "wrong_type")]
    [InlineData("""{"type":"thread_message","thread_id":"t","role":"robot","content":"c"}""", "role", "unknown_value")]
    [InlineData("""{"type":"thread_message","thread_id":"t","role":"user","content":"c","created_at":"2024-03-01T09:00:00"}""", "created_at", "invalid_date")]
    [InlineData("""{"type":"thread_message","thread_id":"t","role":"user","content":"c","created_at":"2023-02-29T09:00:00Z"}""", "created_at", "invalid_date")]
    [InlineData("""{"type":"thread_message","thread_id":"t","role":"user","content":"c","metadata":{"a":{}}}""", "metadata", "invalid_metadata")]
    [InlineData("""{"type":"thread_message","thread_id":"t","role":"user","content":"c","metadata":{"a":[]}}""", "metadata", "invalid_metadata")]
    [InlineData("""{"type":"thread_message","thread_id":"t","role":"user","content":"c","metadata":{"a":[null]}}""", "metadata", "invalid_metadata")]
    [InlineData("""{"type":"thread_message","thread_id":"t","role":"user","content":"c","metadata":[]}""", "metadata", "wrong_type")]
    [InlineData("""{"type":"thread_message","thread_id":"t","role":"user","content":"c","metadata":{"1":1,"2":1,"3":1,"4":1,"5":1,"6":1,"7":1,"8":1,"9":1,"10":1,"11":1}}""", "metadata", "too_many")]
    [InlineData("""{"type":"thread","thread_id":"t"}""", "user_id", "required")]
    public void Judge_BadLine_NamesFieldAndCode(string line, string field, string code)
    {
        LineCheck.Check(Encoding.UTF8.GetBytes(line), out var problem).ShouldBe(LineKind.Bad);
        (problem!.Field, problem.Code).ShouldBe((field, code), problem.Message);
    }

    [Theory]
    [InlineData("data", 10_000)]
    [InlineData("source_description", 500)]
    [InlineData("document_id", 100)]
    [InlineData("graph_id", 500)]
    public void Judge_TextAtItsLimit_CountsCodePoints(string field, int limit)
    {
        Judge(limit, escaped: false).ShouldBe(LineKind.Item);
        Judge(limit, escaped: true).ShouldBe(LineKind.Item);
        Judge(limit + 1, escaped: false).ShouldBe(LineKind.Bad);
        Judge(limit + 1, escaped: true).ShouldBe(LineKind.Bad);

        LineKind Judge(int length, bool escaped)
        {
            var value = string.Concat(Enumerable.Repeat(escaped ? "\\ud83d\\ude00" : "😀", length));
            var others = new Dictionary<string, string> { ["graph_id"] = "g", ["data"] = "d", [field] = value };
            var fields = string.Concat(others.Select(o => $",\"{o.Key}\":\"{o.Value}\""));
            return LineCheck.Check(Encoding.UTF8.GetBytes($$"""{"type":"graph_episode","data_type":"text"{{fields}}}"""), out _);
        }
    }

    [Theory]
    [InlineData("""{"type":"user","user_id":"u",}""", 30)]
    [InlineData("""{"type":"graph","graph_id":"g" "name":"n"}""", 32)]
    public void Check_RecordThatIsNoJson_IsReportedWithoutTheWordsOfTheParser(string line, int at)
    {
        LineCheck.Check(Encoding.UTF8.GetBytes(line), out var problem).ShouldBe(LineKind.Bad);
        problem!.Message.ShouldBe($"The line is not a JSON object: byte {at} cannot stand there.");
    }

    [Fact]
    public void Judge_BadUtf8_IsRefusedWherever()
    {
        byte[] line = [.. "{\"type\":\"graph_episode\",\"graph_id\":\"g\",\"data_type\":\"text\",\"data\":\""u8, 0xC3, 0x28, .. "\"}"u8];
        LineCheck.Check(line, out var problem).ShouldBe(LineKind.Bad);
        problem!.Code.ShouldBe("invalid_encoding");
    }
}
