namespace Orleans.Batch.Gateway.Tests;

/// <summary>A table reads the fields that it declares, adds all problems at once, and describes them.</summary>
public sealed class BodyTableTests
{
    private static readonly BodyTable<Sample> Table = new BodyTable<Sample>("Sample", "A sample.")
        .Text("title", 5, "The title.", static (ref s, v) => s.Title = v).Required()
        .Word<RoleType>("role", "A role.", static (ref s, v) => s.Role = v).Required()
        .Whole("rank", 1, 9, "The rank.", static (ref s, v) => s.Rank = v)
        .Timestamp("created_at", "The time, as older clients name it.", static (ref s, v) => s.At ??= v).Deprecated()
        .Timestamp("reference_time", "The time.", static (ref s, v) => s.At = v ?? s.At)
        .Unsupported("uuid", "the server makes it");

    [Fact]
    public void EveryField_SetsTheBody()
    {
        var body = Table.Parse("""{"role":"tool","title":"One","x":{"y":[1]},"rank":9}"""u8, default);

        body.ShouldBe(new Sample { Title = "One", Role = RoleType.Tool, Rank = 9 });
    }

    [Theory]
    [InlineData("""{"title":"a","role":"user","created_at":"2024-01-01T00:00:00Z","reference_time":"2025-01-01T00:00:00Z"}""", 2025)]
    [InlineData("""{"title":"a","role":"user","reference_time":"2025-01-01T00:00:00Z","created_at":"2024-01-01T00:00:00Z"}""", 2025)]
    [InlineData("""{"title":"a","role":"user","created_at":"2024-01-01T00:00:00Z"}""", 2024)]
    public void TwoNamesOfOneValue_TheNewerOneWins(string json, int year) =>
        Table.Parse(System.Text.Encoding.UTF8.GetBytes(json), default).At!.Value.Year.ShouldBe(year);

    [Fact]
    public void EveryProblem_IsReportedAtOnce()
    {
        var refusal = Should.Throw<BatchServiceException>(() => Table.Parse(
            """{"title":null,"rank":10,"uuid":"x","rank":1,"x":1,"x":2,"created_at":"now"}"""u8, default));

        refusal.Problems.Select(static p => (p.Field, p.Code)).ShouldBe(
        [
            ("rank", "out_of_range"), ("uuid", "invalid_request"), ("rank", "duplicate_key"), ("x", "duplicate_key"),
            ("created_at", "invalid_date"), ("title", "required"), ("role", "required"),
        ]);
        refusal.Problems[1].Message.ShouldBe("uuid is not supported: the server makes it");
        refusal.Problems[6].Message.ShouldBe("role is required: norole, system, assistant, user, function, tool");
    }

    [Fact]
    public void Changes_AreOptionalAndHideSomeFields()
    {
        var changes = Table.ForChanges("SampleChanges", "Changes.", "title");

        changes.Parse("{}"u8, new Sample { Rank = 1 }).Rank.ShouldBe(1);
        changes.Parse("""{"title":"b"}"""u8, default).Title.ShouldBe("b");
        changes.Fields.Where(static f => !f.IsHidden).Select(static f => f.Name).ShouldBe(["role", "rank", "created_at", "reference_time"]);
        changes.Fields.ShouldAllBe(static f => !f.IsRequired);
    }

    [Fact]
    public void Schema_HasTheLimits()
    {
        var fields = Table.Fields.ToDictionary(static f => f.Name);

        fields["title"].Value.MaxLength.ShouldBe(5);
        fields["rank"].Value.Maximum.ShouldBe(9);
        fields["created_at"].IsDeprecated.ShouldBeTrue();
        fields["role"].IsRequired.ShouldBeTrue();
        fields["uuid"].IsHidden.ShouldBeTrue();
    }

    private record struct Sample
    {
        public string? Title;
        public RoleType? Role;
        public int? Rank;
        public DateTimeOffset? At;
    }
}
