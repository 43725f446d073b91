using System.Collections.Frozen;

namespace Orleans.Batch.Extraction;

/// <summary>A word the patterns know.</summary>
/// <param name="Class">Its function.</param>
/// <param name="Number">Its number, if it has one.</param>
/// <param name="Patterns">The patterns that begin with it.</param>
internal sealed record Word(WordClass Class, int Number, Pattern[] Patterns)
{
    /// <summary>Whether it has one of several functions.</summary>
    public bool Is(WordClass classes) => (Class & classes) != WordClass.None;
}

/// <summary>All words the patterns know, in any case.</summary>
internal static class Lexicon
{
    private const int LongestWord = 24;

    private static readonly FrozenDictionary<string, Word>.AlternateLookup<ReadOnlySpan<char>> Words =
        Build().ToFrozenDictionary(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The entry of a word; null when there is none.</summary>
    public static Word? Find(ReadOnlySpan<char> word) =>
        word.Length <= LongestWord && Words.TryGetValue(word, out var found) ? found : null;

    private static Dictionary<string, Word> Build()
    {
        var words = new Dictionary<string, Word>(StringComparer.OrdinalIgnoreCase);
        Add(WordClass.Pronoun | WordClass.Stop, "i me we us you he she they them him it who whom which what everything something anything nothing everyone everybody someone somebody anyone anybody nobody none one ones myself himself herself itself themselves yourself ourselves there people folks users customers engineers developers students teams companies employees many several few others parents kids children women men doctors teachers scientists researchers experts guests visitors tourists here where why how mine yours hers theirs ours");
        Add(WordClass.Determiner, "a an the my our your his her their its some");
        Add(WordClass.Stop, "in on at since from until till for with without because when while after before than over to into onto by as and but or nor so that which if though although is are was were am be been being 's 'm 're 've 'd 'll n't not has have had do does did will would can could should must very too much well most more now today yesterday tomorrow again already lately nowadays anymore any every each this another actually instead anyway however then thanks please especially except including like about around between during through via per near these those there right dont didnt doesnt isnt wasnt arent cant couldnt wont wouldnt shouldnt havent hasnt im ive during under above across toward towards against among whenever wherever best alot together alone ever yet tonight weekly daily monthly yearly regularly ago back soon again quite rather pretty and/or last next");
        Add(WordClass.Adverb | WordClass.Stop, "just now currently still also really recently finally already officially always usually often mostly mainly generally normally typically once then later absolutely definitely certainly truly totally completely actually simply both all only even first soon originally formerly previously eventually subsequently today presently happily personally indeed");
        Add(WordClass.Linker | WordClass.Stop, "and but so because then while also plus hi hello hey yes no yeah ok okay well oh great thanks sure sorry btw fyi however meanwhile anyway actually currently now recently today finally though");
        Add(WordClass.Connector, "of the de van von der den la le del da di du &");
        Add(WordClass.Doubt, "if unless whether wish wishes wished hope hopes hoped hoping maybe perhaps probably possibly supposedly allegedly apparently reportedly rumor rumour rumors rumours claims claimed heard says said say saying told tells tell think thinks thought believe believes believed guess guesses assume assumes assumed suppose supposes suppose imagine imagines imagined pretend pretends pretending would could might should wouldn couldn 'd want wants wanted wanna planning plans considering hypothetically theoretically novel fictional character example e.g dream dreamed dreamt almost nearly joking kidding asked asks wonder wonders wondering according suggests suggested doubt doubts expects expected seems seemed looks likely unlikely sounds heard lie lied");
        Add(WordClass.Vague | WordClass.Stop, "thing things stuff news mix way ways lot lots idea ideas bit kind sort time times rest same fact problem problems issue mess shame pity must need question");
        Add(WordClass.Title, "dr mr mrs ms prof st");
        Add(WordClass.Abbreviation, "inc ltd co corp jr sr llc etc vs no approx dept est");
        Add(WordClass.Auxiliary | WordClass.Stop, "am is are was were be been being 'm 's 're 've has have had do does did don't got get gets getting n't not never no longer used to started began begun stopped quit ceased started ca");
        Add(WordClass.Becoming | WordClass.Stop, "became becomes become appointed named elected promoted stepped took resigned");
        Add(WordClass.Complement, "born founded established called known on my our the a an");
        Add(WordClass.Role, "ceo cto cfo coo cio cmo chair chairman chairwoman chairperson president director head manager owner founder co-founder maintainer lead leader captain mayor principal editor author treasurer secretary boss coach supervisor governor minister chancellor dean landlord capital");
        foreach (var (wordClass, list) in PhraseWords.All)
        {
            Add(wordClass, list);
        }

        Numbered(WordClass.Month | WordClass.Stop, 1, "january february march april may june july august september october november december");
        Numbered(WordClass.Month | WordClass.Stop, 1, "jan feb mar apr - jun jul aug sep oct nov dec");
        Numbered(WordClass.Month | WordClass.Stop, 9, "sept");
        Numbered(WordClass.Weekday | WordClass.Stop, 0, "sunday monday tuesday wednesday thursday friday saturday");
        Numbered(WordClass.Number, 1, "one two three four five six seven eight nine ten eleven twelve");
        Numbered(WordClass.Number, 1, "a");
        Numbered(WordClass.Number, 1, "an");
        foreach (var (days, units) in new[] { (1, "day days"), (7, "week weeks"), (30, "month months"), (365, "year years yrs") })
        {
            Each(units, unit => Put(unit, WordClass.Unit, days));
        }

        foreach (var (month, seasons) in new[] { (3, "spring"), (6, "summer"), (9, "autumn fall"), (12, "winter") })
        {
            Each(seasons, season => Put(season, WordClass.Season, month));
        }

        foreach (var group in Patterns.All.SelectMany(p => p.Anchors.Select(a => (Anchor: a, Pattern: p))).GroupBy(p => p.Anchor, p => p.Pattern))
        {
            var known = words.GetValueOrDefault(group.Key) ?? new Word(WordClass.None, 0, []);
            words[group.Key] = known with { Patterns = [.. group] };
        }

        return words;

        void Add(WordClass wordClass, string list) => Each(list, word => Put(word, wordClass, 0));

        void Numbered(WordClass wordClass, int from, string list) => Each(list, word => Put(word, wordClass, from++));

        void Put(string word, WordClass wordClass, int number)
        {
            var known = words.GetValueOrDefault(word) ?? new Word(WordClass.None, 0, []);
            words[word] = known with { Class = known.Class | wordClass, Number = number == 0 ? known.Number : number };
        }

        static void Each(string list, Action<string> act)
        {
            foreach (var word in list.Split(' '))
            {
                act(word);
            }
        }
    }
}
