namespace Orleans.Batch.Extraction;

/// <summary>The words that decide where a phrase ends and what it is worth.</summary>
internal static class PhraseWords
{
    public static IReadOnlyList<(WordClass Class, string Words)> All { get; } =
    [
        (WordClass.Group, "people folks users customers students others parents kids children women men guests visitors tourists companies teams"),
        (WordClass.Closing, "and but so because cause too also again now today yesterday tonight lately recently anymore already together daily weekly monthly yearly regularly since especially including although though however yet either plus every each once twice over very any instead anyway whenever most right lol lmao haha hahaha omg tho xd dude bro guys"),
        (WordClass.Adjective, "big small new old great good nice bad best better beautiful amazing awesome cool fun hard easy long short high low young little large huge tiny perfect happy sad hot cold warm fresh real true different special unique local whole own free full certain sure ready strong weak main major minor rich poor red blue green black white dark bright light quick slow simple favorite favourite creative positive tough rewarding challenging inspiring relaxing interesting exciting healthy quiet calm fine able worth close similar important top latest other such same few more colorful delicious gorgeous lovely spicy sweet fantastic incredible intense vibrant yummy crazy cozy cute up down safe inviting welcoming supportive comfortable peaceful solid modern traditional classic genuine honest gentle brave bold smart clever kind friendly lively clean dirty heavy deep wide narrow broad thick thin loud soft smooth rough common rare unusual popular famous global busy lazy tired sick nervous anxious scared excited thrilled proud grateful glad lucky sorry serious strange weird normal regular basic complex natural professional personal private public physical mental emotional spiritual early late recent daily final total complete extra random"),
        (WordClass.Trivial, "project projects place places spot stuff moment moments part parts pic pics photo photos picture pictures piece pieces break look chance ton bunch couple step steps feeling vibe vibes version versions one item items example result results experience experiences opportunity team group event events class story goal goals side work job plan plans blast time day week night life world deal passion game games session sessions meeting call update issue store shop room bathroom kitchen people others person man woman guy dream top gift gifts role fan sucker priority hobby errands blessing difference impression memory memories mind effort progress"),
        (WordClass.Transitive, "helping making finding having seeing watching getting giving taking being keeping bringing sharing trying using doing putting knowing spending experimenting creating exploring learning meeting playing going coming looking starting building adding sending showing hearing buying wearing holding letting supporting staying living sitting"),
        (WordClass.Generic, "outdoors beach ocean mountains sea sun rain snow countryside piano guitar violin drums cello flute saxophone trumpet ukulele bass harp sunset sunsets sunrise water woods forest"),
        (WordClass.OtherTime, "when while before after until once originally previously"),
        (WordClass.Ago, "ago back"),
        (WordClass.NounToo, "practice report run volunteer training lead drive study reading painting record design host time first second third"),
    ];
}
