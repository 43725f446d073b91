using System.Runtime.InteropServices;
using Orleans.Batch.Models;

namespace Orleans.Batch.Extraction.Models;

/// <summary>
/// Dates a fact by the words that the model quotes. A quote that is in none of the turns is invented, and dates nothing. What our
/// own rules can read is read by them, because they reckon exactly; for the rest the model's date counts.
/// </summary>
internal static class QuotedDates
{
    private const int LongestQuote = 200;

    /// <summary>When the fact holds; undated where nothing in its turns says so.</summary>
    public static TimeExpression Read(FactEntry fact, IReadOnlyList<WindowTurn> turns)
    {
        if (fact.Quote is not { Length: <= LongestQuote } quote)
        {
            return default;
        }

        foreach (var index in fact.Turns)
        {
            if (turns[index].Content.Contains(quote, StringComparison.Ordinal))
            {
                return ReadQuote(quote, ReferenceTimes.ForDates(turns[index].ReferenceTime)) is { Kind: not TimeExpressionKind.Undated } dated ? dated
                    : IsoMoments.Parse(fact.At) is { } at ? new TimeExpression(TimeExpressionKind.At, at)
                    : default;
            }
        }

        return default;
    }

    private static TimeExpression ReadQuote(string quote, DateTimeOffset reference)
    {
        var tokens = new List<Token>();
        Tokenizer.Cut(quote, 0, quote.Length, tokens);
        var sentence = new Sentence(quote, CollectionsMarshal.AsSpan(tokens));
        for (var i = 0; i < sentence.Length; i++)
        {
            var phrase = DatePhrases.Read(sentence, i, reference, out _);
            if (phrase.Kind != TimeExpressionKind.Undated)
            {
                // "Around 2019", "next week": the rules know that they cannot tell.
                return phrase.Kind == TimeExpressionKind.Vague ? default : phrase;
            }
        }

        return ReadPoint(sentence, reference);
    }

    // A year or a month alone is a date here, because the model says that the quote is one.
    private static TimeExpression ReadPoint(Sentence sentence, DateTimeOffset reference)
    {
        if (DatePoints.Read(sentence, 0, reference, alone: false, out var end) is not { } point)
        {
            return default;
        }

        while (end < sentence.Length && !sentence.IsWord(end))
        {
            end++;
        }

        return end >= sentence.Length ? new TimeExpression(TimeExpressionKind.At, point) : default;
    }
}
