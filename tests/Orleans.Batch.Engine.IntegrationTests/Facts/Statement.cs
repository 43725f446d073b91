using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Orleans.Batch.TestKit.Facts;

namespace Orleans.Batch.Engine.IntegrationTests.Facts;

/// <summary>An item with one statement about one subject, and its way into the graph.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Kind">The form.</param>
/// <param name="Value">The content.</param>
/// <param name="Day">Its reference time.</param>
/// <param name="Upper">How the subject is spelled.</param>
/// <param name="Channel">One of the batches, or real time.</param>
internal sealed record Statement(int Subject, int Kind, int Value, int Day, bool Upper, int Channel)
{
    public const int Batches = 3;

    private static readonly DateTimeOffset Origin = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Generates statements about the given number of subjects.</summary>
    public static Gen<Statement> About(int subjects) =>
        from subject in Gen.Choose(0, subjects - 1)
        from kind in Gen.Choose(0, 4)
        from value in Gen.Choose(0, 2)
        from day in Gen.Choose(0, 12)
        from upper in Gen.Elements(true, false)
        from channel in Gen.Frequency((1, Gen.Constant(Batches)), (5, Gen.Choose(0, Batches - 1)))
        select new Statement(subject, kind, value, day, upper, channel);

    public bool IsRealtime => Channel == Batches;

    public DateTimeOffset CreatedAt => Origin.AddDays(Day);

    public DataType DataType => Kind < 3 ? DataType.Json : DataType.Text;

    public string Content => Kind switch
    {
        0 => $$"""{"id":"{{Name}}","plan":"p{{Value}}"}""",
        1 => $$"""{"id":"{{Name}}","owner":{"id":"o{{Value}}"} }""",
        2 => $$"""{"id":"{{Name}}","tags":["t{{Value}}","t{{Value + 1}}"]}""",
        3 => $"{Name} works at {Company}.",
        _ => $"{Name} left {Company}.",
    };

    /// <summary>The item, at its position in its channel.</summary>
    public GraphItem At(int order) => new(DataType, Content, CreatedAt, IsRealtime, order);

    private string Company => Value switch { 0 => "Acme", 1 => "Globex", _ => "Initech" };

    // Only letters, so that a sentence can be about it: "Rab", or "RAB".
    private string Name
    {
        get
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"R{(char)('a' + (Subject / 26))}{(char)('a' + (Subject % 26))}");
            return Upper && Kind < 3 ? name.ToUpperInvariant() : name;
        }
    }
}
