using System.Globalization;
using System.Text;
using Orleans.Batch.Models;

namespace Orleans.Batch.Extraction.Models;

/// <summary>Writes the request for summaries: one line of JSON for each subject, and for each of its facts or messages.</summary>
internal static class SummaryPrompt
{
    // A summary of 800 characters, as estimated, and what stands around it.
    private const int TokensOfSummary = 256;

    private static readonly int SchemaTokens = SchemaNotice.CountTokens(SummarySchema.Format);

    public static ModelRequest Compose(ModelProfile profile, SummaryQuestion question)
    {
        var system = SummaryInstructions.Write(question);
        var user = WriteSubjects(question.Subjects);
        var key = RequestKey.Compute(SummaryInstructions.Version, profile.Model ?? "", SummarySchema.Format.Schema, system, user);
        var input = TokenEstimate.Count(system) + TokenEstimate.Count(user) + SchemaTokens + WindowPrompt.FrameTokens;
        return new ModelRequest(key, system, user, input, CountAnswer(profile, question.Subjects.Count), SummarySchema.Format);
    }

    // A single one may take the whole answer: in some languages 800 characters are many more tokens.
    private static int CountAnswer(ModelProfile profile, int subjects) => subjects == 1
        ? profile.AnswerTokens
        : Math.Min(profile.AnswerTokens, WindowPrompt.FewestAnswerTokens + (TokensOfSummary * subjects));

    private static string WriteSubjects(IReadOnlyList<SummarySubject> subjects)
    {
        var text = new StringBuilder();
        for (var i = 0; i < subjects.Count; i++)
        {
            Append(text, i + 1, subjects[i]);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, int number, SummarySubject subject)
    {
        text.Append(CultureInfo.InvariantCulture, $"{{\"subject\":{number},\"kind\":\"{subject.Kind.ToString().ToLowerInvariant()}\"");
        text.Append(",\"name\":").Append(JsonScalars.Quote(subject.Name));
        if (subject.Labels.Count > 0)
        {
            text.Append(",\"labels\":[").AppendJoin(',', subject.Labels.Select(JsonScalars.Quote)).Append(']');
        }

        if (subject.Previous is { } previous)
        {
            text.Append(",\"summary\":").Append(JsonScalars.Quote(previous));
        }

        text.Append("}\n");
        foreach (var line in subject.Lines)
        {
            Append(text, number, subject.Kind, line);
        }
    }

    private static void Append(StringBuilder text, int number, SubjectKind kind, SummaryLine line)
    {
        text.Append(CultureInfo.InvariantCulture, $"{{\"subject\":{number}");
        if (kind == SubjectKind.Thread)
        {
            if (!string.IsNullOrWhiteSpace(line.Speaker))
            {
                text.Append(",\"speaker\":").Append(JsonScalars.Quote(line.Speaker.Trim()));
            }

            text.Append(CultureInfo.InvariantCulture, $",\"time\":\"{line.At.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}\"");
            text.Append(",\"said\":").Append(JsonScalars.Quote(line.Text)).Append("}\n");
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $",\"since\":\"{line.At.UtcDateTime:yyyy-MM-dd}\"");
        if (line.EndedAt is { } end)
        {
            text.Append(CultureInfo.InvariantCulture, $",\"until\":\"{end.UtcDateTime:yyyy-MM-dd}\"");
        }

        text.Append(",\"fact\":").Append(JsonScalars.Quote(line.Text)).Append("}\n");
    }
}
