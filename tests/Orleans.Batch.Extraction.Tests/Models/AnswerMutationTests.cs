using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using Orleans.Batch.Facts;
using Orleans.Batch.Models;
using Xunit.Abstractions;

namespace Orleans.Batch.Extraction.Tests.Models;

/// <summary>No answer breaks the reader: it is read, or it is malformed.</summary>
public sealed class AnswerMutationTests(ITestOutputHelper output)
{
    private static readonly ExtractionWindow Window = new([Windows.Turn("before", "Bo")], [
        Windows.Turn("I work at Acme since last Monday.", "Ada", RoleType.User), Windows.Turn("I am 42, from 2018 to 2021."),
    ])
    {
        KnownEntities = [new Entity("Ada Berg", "Person")],
        Predicates = [new KnownPredicate("WORKS_AT", true)],
    };

    private const string Good =
        """
        {"entities":[{"name":"Ada","type":"Person","same_as":"Ada Berg"},{"name":"Acme","type":null,"same_as":null}],"facts":[{"episodes":[1],"subject":"Ada","predicate":"WORKS_AT","object":"Acme","value":null,"fact":"Ada works at Acme.","ends":false,"at":"2024-05-13","at_quote":"since last Monday"},{"episodes":[2,1],"subject":"I","predicate":"AGE","object":null,"value":42,"fact":"Ada is 42.","ends":true,"at":null,"at_quote":"from 2018 to 2021"}]}
        """;

    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", "\"", ",", ":", "\\", "null", "true", "-1", "1e999", "99999999999999999999", "\\ud800", "\\u0000", "\ud83d", "\0", "\n", "```",
        "</think>", "\"facts\":", "\"entities\":", "\"episodes\":[0]", "\"same_as\":\"Acme\"", "\"at\":\"9999-12-31\"", "\"at_quote\":\"0\"", "/*", "//", "🙂",
        "\"at_quote\":\"in 9998\"", "\"\\u0066acts\":", "\"\\ud800\":1,",
    ];

    // Where to cut, how much to remove, and what to put there.
    private static readonly Gen<(int At, int Length, string Piece)> Mutation =
        from at in Gen.Choose(0, Good.Length)
        from length in Gen.Frequency((3, Gen.Choose(0, 3)), (1, Gen.Choose(0, 200)))
        from piece in Gen.Frequency((3, Gen.Elements(Pieces)), (1, Gen.Constant("")))
        select (at, length, piece);

    [Fact]
    public void Read_OfMutatedAnswers_NeverThrowsAnythingElse()
    {
        var (read, malformed) = (0, 0);
        PropertyTest.Check(Gen.Choose(1, 3).SelectMany(count => Mutation.ArrayOf(count)), 4_000, output, mutations =>
        {
            var answer = mutations.Aggregate(Good, static (text, m) => Mutate(text, m));
            try
            {
                Check(Answers.Read(Window, answer));
                read++;
            }
            catch (ModelCallException e)
            {
                e.Fault.ShouldBe(ModelFault.Malformed, answer);
                malformed++;
            }

            return Task.CompletedTask;
        });

        output.WriteLine($"{read} read, {malformed} malformed");
        Math.Min(read, malformed).ShouldBeGreaterThan(400, "both must have been tested");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{\"facts\":[")]
    [InlineData("{\"a\":")]
    [InlineData("[")]
    [InlineData("\"")]
    [InlineData("{\"facts\":[{}],")]
    [InlineData("</think>")]
    public void Read_OfALongBrokenAnswer_TakesLittle(string piece)
    {
        var answer = string.Concat(Enumerable.Repeat(piece, 400_000 / piece.Length));
        var begun = Stopwatch.GetTimestamp();

        Should.Throw<ModelCallException>(() => Answers.Read(Window, answer)).Fault.ShouldBe(ModelFault.Malformed);

        Stopwatch.GetElapsedTime(begun).ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    private static void Check(IReadOnlyList<ItemExtraction> read)
    {
        read.Count.ShouldBe(2);
        foreach (var assertion in read.SelectMany(r => r.Assertions))
        {
            assertion.Predicate.Length.ShouldBeInRange(1, 100);
            (assertion.Object is null).ShouldBe(assertion.Value is not null);
            EntityName.Display(assertion.Subject.Name).ShouldNotBeEmpty();
        }

        read.SelectMany(r => r.Mentions).ShouldAllBe(m => EntityName.Display(m.Name).Length > 0);
    }

    private static string Mutate(string text, (int At, int Length, string Piece) mutation)
    {
        var at = Math.Min(mutation.At, text.Length);
        return string.Concat(text.AsSpan(0, at), mutation.Piece, text.AsSpan(Math.Min(at + mutation.Length, text.Length)));
    }
}
