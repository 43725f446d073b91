namespace Orleans.Batch.Extraction.Tests;

/// <summary>Names with several spellings, and names beside an id.</summary>
public sealed class JsonNamesTests
{
    [Theory]
    [InlineData("""{"name":{"official":"Republic of Malta","common":"Malta"},"area":316}""", "Malta | NAME_OFFICIAL | \"Republic of Malta\"", "Malta | AREA | 316")]
    [InlineData("""{"name":{"first":"Ada","last":"Lovelace"},"age":36}""", "Ada Lovelace | NAME_FIRST | \"Ada\"", "Ada Lovelace | NAME_LAST | \"Lovelace\"", "Ada Lovelace | AGE | 36")]
    [InlineData("""{"id":"mt","name":{"common":"Malta"}}""", "mt | NAME_COMMON | \"Malta\"")]
    [InlineData("""{"name":{"x":"Malta"},"area":316}""")]
    public void ByJson_ANameOfSpellings_NamesTheEntity(string data, params string[] said) => ExtractorOutput.ByJson(data).ShouldBe(said);

    [Theory]
    [InlineData("""{"search":{"query":"flat","filters":{"rooms":4},"user_id":"u-1","user_full_name":"Jane Doe"}}""",
        "Jane Doe | SEARCH_QUERY* | \"flat\"", "Jane Doe | SEARCH_FILTERS_ROOMS* | 4", "Jane Doe | USER_ID | \"u-1\"")]
    [InlineData("""{"event":"login","user_id":"u-1","user_name":"Jane Doe"}""", "Jane Doe | EVENT* | \"login\"", "Jane Doe | USER_ID | \"u-1\"")]
    [InlineData("""{"search":{"query":"flat","user_full_name":"Jane Doe"}}""")]
    [InlineData("""{"id":"o-1","shipping":{"cost":5,"carrier_id":"c","carrier_name":"DHL"}}""",
        "o-1 | SHIPPING_COST | 5", "o-1 | SHIPPING_CARRIER | c", "o-1 | SHIPPING_CARRIER_NAME | \"DHL\"")]
    public void ByJson_ARecordWithIdAndNameOfItsOwner_IsAboutTheOwner(string data, params string[] said) => ExtractorOutput.ByJson(data).ShouldBe(said);

    [Theory]
    [InlineData("""{"id":"o-1","customer_id":"c-9","customer_name":"Globex"}""", "o-1 | CUSTOMER | c-9", "c-9 | NAME | \"Globex\"")]
    [InlineData("""{"id":"o-1","customer_name":"Globex"}""", "o-1 | CUSTOMER_NAME | \"Globex\"")]
    public void ByJson_AnIdBesideItsName_NamesWhatItRefersTo(string data, params string[] said) => ExtractorOutput.ByJson(data).ShouldBe(said);
}
