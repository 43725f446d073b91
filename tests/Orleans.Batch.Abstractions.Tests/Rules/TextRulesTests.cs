using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Orleans.Batch.Abstractions.Tests.Rules;

public sealed class TextRulesTests
{
    private static readonly Arbitrary<string> Texts = Gen.Frequency(
            (6, Gen.Choose(0, 0xD7FF)),
            (2, Gen.Choose(0xD800, 0xDFFF)),
            (2, Gen.Choose(0x10000, 0x10FFFF)))
        .Select(c => c is >= 0xD800 and <= 0xDFFF ? ((char)c).ToString() : char.ConvertFromUtf32(c))
        .ListOf()
        .Select(string.Concat)
        .ToArbitrary();

    [Fact]
    public void CodePoints_AnyText_CountsRunes() => Prop
        .ForAll(Texts, text => TextRules.CodePoints(text) == text.EnumerateRunes().Count())
        .QuickCheckThrowOnFailure();

    [Fact]
    public void CheckEncoding_AnyText_RefusesExactlyWhatUtf8AndTheStoreCannotHold() => Prop
        .ForAll(Texts, text =>
        {
            var problems = new ProblemList();
            TextRules.CheckEncoding(text, null, "f", problems);
            return (problems.Count == 0) == (IsUnicode(text) && !text.Contains('\0', StringComparison.Ordinal));
        })
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Check_AnyTextAndLength_RefusesExactlyTheLonger() => Prop
        .ForAll(Texts, Gen.Choose(0, 40).ToArbitrary(), (text, max) =>
        {
            var problems = new ProblemList();
            TextRules.Check(text, max, null, "f", problems);
            return problems.Listed.Any(p => p.Code == ErrorCodes.TooLong) == (TextRules.CodePoints(text) > max);
        })
        .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("u1", true)]
    [InlineData("a b/c?#%+&=;,", true)]
    [InlineData("Żółć-用户-😀", true)]
    [InlineData("...", true)]
    [InlineData("' OR 1=1--", true)]
    [InlineData("", false)]
    [InlineData(".", false)]
    [InlineData("..", false)]
    [InlineData(" a", false)]
    [InlineData("a\u00A0", false)]
    [InlineData("a\nb", false)]
    [InlineData("a\0b", false)]
    [InlineData("a\u202Eb", false)]
    [InlineData("a\u200Fb", false)]
    [InlineData("a\uFEFFb", false)]
    [InlineData("a\u0085b", false)]
    public void RequireId_ThisId_IsTakenOrRefused(string id, bool taken)
    {
        if (taken)
        {
            TextRules.RequireId(id, "user_id").ShouldBe(id);
        }
        else
        {
            Should.Throw<BatchServiceException>(() => TextRules.RequireId(id, "user_id")).Message.ShouldContain("user_id");
        }
    }

    [Fact]
    public void RequireId_Length_CountsCodePoints()
    {
        TextRules.RequireId(string.Concat(Enumerable.Repeat("😀", 500)), "id").Length.ShouldBe(1_000);
        Should.Throw<BatchServiceException>(() => TextRules.RequireId(new string('x', 501), "id")).Code.ShouldBe(ErrorCodes.TooLong);
        Should.Throw<BatchServiceException>(() => TextRules.RequireId("a\ud800", "id")).Code.ShouldBe(ErrorCodes.InvalidEncoding);
    }

    private static bool IsUnicode(string text)
    {
        try
        {
            new UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(text);
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}
