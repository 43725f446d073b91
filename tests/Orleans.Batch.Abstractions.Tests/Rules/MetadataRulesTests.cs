using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Orleans.Batch.Abstractions.Tests.Rules;

public sealed class MetadataRulesTests
{
    [Theory]
    [InlineData("{}", null)]
    [InlineData("""{"a":"x","b":1,"c":true,"d":null,"e":["x",1,false]}""", null)]
    [InlineData("""{"n":123456789012345678901234567890.123456789e5}""", null)]
    [InlineData("""{"a":{}}""", ErrorCodes.InvalidMetadata)]
    [InlineData("""{"a":[]}""", ErrorCodes.InvalidMetadata)]
    [InlineData("""{"a":[null]}""", ErrorCodes.InvalidMetadata)]
    [InlineData("""{"a":[[1]]}""", ErrorCodes.InvalidMetadata)]
    [InlineData("""{"a":[{"b":1}]}""", ErrorCodes.InvalidMetadata)]
    [InlineData("""{"a":1,"a":2}""", ErrorCodes.DuplicateKey)]
    [InlineData("""{"a":1,"\u0061":2}""", ErrorCodes.DuplicateKey)]
    [InlineData("""{"a":"\u0000"}""", ErrorCodes.NulCharacter)]
    [InlineData("""{"\u0000":1}""", ErrorCodes.NulCharacter)]
    [InlineData("[]", ErrorCodes.WrongType)]
    [InlineData("1", ErrorCodes.WrongType)]
    [InlineData("null", ErrorCodes.WrongType)]
    [InlineData("{", ErrorCodes.MalformedJson)]
    [InlineData("", ErrorCodes.MalformedJson)]
    [InlineData("""{"a":NaN}""", ErrorCodes.MalformedJson)]
    [InlineData("""{"1":1,"2":1,"3":1,"4":1,"5":1,"6":1,"7":1,"8":1,"9":1,"10":1,"11":1}""", ErrorCodes.TooMany)]
    public void CheckItem_ThisMetadata_IsTakenOrRefusedForItsReason(string json, string? code) =>
        CheckItem(json).FirstCode.ShouldBe(code);

    [Theory]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"\udc00":1}""")]
    [InlineData("""{"a":["\ud800"]}""")]
    public void CheckItem_HalfASurrogatePair_IsRefused(string json) => CheckItem(json).Count.ShouldBeGreaterThan(0);

    [Fact]
    public void CheckItem_TooLarge_CountsBytes()
    {
        var text = new string('ж', Limits.MetadataBytes / 2);

        CheckItem($$"""{"a":"{{text}}"}""").FirstCode.ShouldBe(ErrorCodes.TooLong);
    }

    [Fact]
    public void CheckObject_TooDeep_IsRefusedAndNotFollowed()
    {
        var problems = new ProblemList();

        MetadataRules.CheckObject(
            new JsonText("""{"a":""" + new string('[', 5_000) + new string(']', 5_000) + "}"), "metadata", problems);

        problems.FirstCode.ShouldBe(ErrorCodes.MalformedJson);
    }

    [Fact]
    public void CheckItem_AnyScalarsAndArraysOfThem_AreTaken()
    {
        var scalar = Gen.OneOf<object?>(
            ArbMap.Default.GeneratorFor<int>().Select(i => (object?)i),
            ArbMap.Default.GeneratorFor<bool>().Select(b => (object?)b),
            Gen.Elements("", "x", "\"", "\\", "用户", "😀").Select(s => (object?)s));
        var value = Gen.OneOf(scalar, scalar.NonEmptyListOf().Select(l => (object?)l.ToArray()), Gen.Constant<object?>(null));
        var metadata = Gen.Choose(0, Limits.ItemMetadataKeys).SelectMany(
            count => value.ArrayOf(count).Select(values => values.Select((v, i) => ($"key {i}", v)).ToDictionary()));

        Prop.ForAll(metadata.ToArbitrary(), m => CheckItem(JsonSerializer.Serialize(m)).Count == 0).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void CheckItem_AnyTextAtAll_IsAnsweredNotThrownAt() => Prop
        .ForAll(
            Gen.Elements("{", "}", "[", "]", ":", ",", "\"", "\\", "\\u", "d800", "0", "e9", "-", "true", "null", " ", "\0", "\ud800", "ж")
                .ListOf().Select(string.Concat).ToArbitrary(),
            text =>
            {
                var problems = CheckItem(text);
                return problems.Count > 0 || JsonDocument.Parse(Encoding.UTF8.GetBytes(text)).RootElement.ValueKind == JsonValueKind.Object;
            })
        .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    private static ProblemList CheckItem(string json)
    {
        var problems = new ProblemList();
        MetadataRules.CheckItem(new JsonText(json), 0, problems);
        return problems;
    }
}
