using Orleans.Batch.Facts;

namespace Orleans.Batch.Extraction.Tests;

public sealed class JsonFactsTests
{
    [Theory]
    [InlineData("""{"id":"c-1","name":"Acme","plan":"pro"}""", "c-1 | NAME | \"Acme\"", "c-1 | PLAN | \"pro\"")]
    [InlineData("""{"plan":"pro","uuid":"c-1"}""", "c-1 | PLAN | \"pro\"")]
    [InlineData("""{"name":"Acme","plan":"pro"}""", "Acme | PLAN | \"pro\"")]
    [InlineData("""{"first_name":"Ada","last_name":"Lovelace","age":36}""", "Ada Lovelace | FIRST_NAME | \"Ada\"", "Ada Lovelace | LAST_NAME | \"Lovelace\"", "Ada Lovelace | AGE | 36")]
    [InlineData("""{"employee_id":"E12","name":"Jane"}""", "E12 | NAME | \"Jane\"")]
    [InlineData("""{"total":3,"order_id":"o-1","type":"order"}""", "o-1 | TOTAL | 3", "o-1 | TYPE | \"order\"")]
    [InlineData("""{"title":"Invoice 5","paid":true}""", "Invoice 5 | PAID | true")]
    public void ByJson_AnIdentity_IsTheSubject(string data, params string[] said) => ExtractorOutput.ByJson(data).ShouldBe(said);

    [Theory]
    [InlineData("""{"id":17,"type":"order","total":3}""", "order 17 | TYPE | \"order\"", "order 17 | TOTAL | 3")]
    [InlineData("""{"id":"17","kind":"supportTicket"}""", "support ticket 17 | KIND | \"supportTicket\"")]
    [InlineData("""{"id":17,"name":"Lamp"}""", "Lamp | ID | 17")]
    [InlineData("""{"id":17,"colour":"red"}""", "17 | COLOUR | \"red\"")]
    [InlineData("""{"orders":[{"id":17,"total":3}]}""", "order 17 | TOTAL | 3")]
    [InlineData("""{"order_id":17,"total":3}""", "order 17 | TOTAL | 3")]
    public void ByJson_ABareNumber_IsNamedWithItsKind(string data, params string[] said) => ExtractorOutput.ByJson(data).ShouldBe(said);

    [Theory]
    [InlineData("""{"id":"o-1","customer_id":"c-1"}""", "o-1 | CUSTOMER | c-1")]
    [InlineData("""{"id":"o-1","customerId":17}""", "o-1 | CUSTOMER | customer 17")]
    [InlineData("""{"id":"o-1","tag_ids":["a","b"]}""", "o-1 | TAG* | a", "o-1 | TAG* | b")]
    [InlineData("""{"id":"o-1","ship":{"customer_id":17}}""", "o-1 | SHIP_CUSTOMER | customer 17")]
    [InlineData("""{"id":"u-1","user_id":"U-1"}""")]
    public void ByJson_AnIdOfSomethingElse_IsAnEdge(string data, params string[] said) => ExtractorOutput.ByJson(data).ShouldBe(said);

    [Theory]
    [InlineData("""{"id":"o-1","customer":{"id":"c-1","city":"Köln"}}""", "o-1 | CUSTOMER | c-1", "c-1 | CITY | \"Köln\"")]
    [InlineData("""{"id":"o-1","lines":[{"sku":{"id":"s"}},{"id":"l"}]}""", "o-1 | LINES_SKU* | s", "o-1 | LINES* | l")]
    [InlineData("""{"id":"o-1","address":{"city":"Köln","geo":{"lat":1}}}""", "o-1 | ADDRESS_CITY | \"Köln\"", "o-1 | ADDRESS_GEO_LAT | 1")]
    [InlineData("""{"id":"o-1","lines":[{"qty":1,"product_id":"p"}]}""", "o-1 | LINES_PRODUCT* | p")]
    [InlineData("""{"event":"x","data":{"id":"o-1","paid":true}}""", "o-1 | PAID | true")]
    [InlineData("""[{"id":"a","x":1},{"id":"b","x":2}]""", "a | X | 1", "b | X | 2")]
    public void ByJson_NestedObjects_AreEdgesOrFlattened(string data, params string[] said) => ExtractorOutput.ByJson(data).ShouldBe(said);

    [Theory]
    [InlineData("""{"id":"a","x":12.50}""", "a | X | 12.5")]
    [InlineData("""{"id":"a","x":1e2}""", "a | X | 100")]
    [InlineData("""{"id":"a","x":1e400}""", "a | X | 1e400")]
    [InlineData("""{"id":"a","x":"A"}""", "a | X | \"A\"")]
    [InlineData("""{"id":"a","tags":["x","y"]}""", "a | TAGS* | \"x\"", "a | TAGS* | \"y\"")]
    [InlineData("""{"id":"a","planType":1,"HTTPServer":2,"a-b c":3}""", "a | PLAN_TYPE | 1", "a | HTTP_SERVER | 2", "a | A_B_C | 3")]
    public void ByJson_Scalars_AreOneTextForOneValue(string data, params string[] said) => ExtractorOutput.ByJson(data).ShouldBe(said);

    [Theory]
    [InlineData("1")]
    [InlineData("null")]
    [InlineData("\"Anna works at Acme.\"")]
    [InlineData("""{"plan":"pro"}""")]
    [InlineData("""{"id":null,"plan":"pro"}""")]
    [InlineData("""{"id":" ","plan":"pro"}""")]
    [InlineData("""{"id":true,"plan":"pro"}""")]
    [InlineData("""{"id":"a","x":null,"y":"","!!":1}""")]
    [InlineData("""{"id":"a","x":"\ud800","\ud800":1}""")]
    public void ByJson_WithoutSubjectOrValue_SaysNothing(string data) => ExtractorOutput.ByJson(data).ShouldBeEmpty();

    [Fact]
    public void ByJson_LongStrings_AreNoValues()
    {
        ExtractorOutput.ByJson($$"""{"id":"a","x":"{{new string('x', 1_001)}}"}""").ShouldBeEmpty();
        ExtractorOutput.ByJson($$"""{"id":"{{new string('x', EntityName.MaxLength + 1)}}","y":1}""").ShouldBeEmpty();
        ExtractorOutput.ByJson($$"""{"id":"a","{{new string('x', 101)}}":1}""").ShouldBeEmpty();
    }

    [Fact]
    public void ByJson_Labels_AreOfTypeOrKey()
    {
        var said = ExtractorOutput.Extract(ExtractorOutput.Item(DataType.Json, """{"id":"o","type":"support_ticket","customer":{"id":"c"},"owner_id":"u"}"""));

        said.Assertions.Select(a => a.Subject.Label).ShouldAllBe(l => l == "SupportTicket");
        said.Assertions.Select(a => a.Object?.Label).ShouldBe([null, "Customer", "Owner"]);
    }

    [Fact]
    public void ByJson_AnEntityOfWhichNothingIsSaid_IsMentioned() =>
        ExtractorOutput.Extract(ExtractorOutput.Item(DataType.Json, """[{"id":"a"},{"name":"b"}]""")).Mentions.Select(m => m.Name).ShouldBe(["a", "b"]);

    [Fact]
    public void ByJson_WhatIsNoJson_FailsAlone() =>
        ExtractorOutput.Extract(ExtractorOutput.Item(DataType.Json, """{"id":"a","x":1,""")).Error!.Code.ShouldBe(ErrorCodes.InvalidJsonData);
}
