using Orleans.Batch.Facts;

namespace Orleans.Batch.Extraction;

/// <summary>
/// Reads the head of a text that is an email: <c>From: Anna Berg &lt;anna@example.org&gt;</c>, or the same in one line
/// that begins with "Email from". The addresses are facts, and the sender is the first person of the text.
/// </summary>
internal static class MailHeader
{
    private const int LongestName = 60;
    private static readonly string[] People = ["Email from ", "From: ", "To: ", "Cc: "];
    private static readonly string[] Others = ["Subject: ", "Date: ", "Reply-To: ", "Sent: ", "Message-ID: ", "MIME-Version: ", "Content-"];

    /// <summary>Reads the head.</summary>
    /// <param name="text">The text.</param>
    /// <param name="findings">Receives the addresses.</param>
    /// <param name="body">Where the head ends.</param>
    /// <returns>The sender; null where the text is no email, or names none.</returns>
    public static Entity? Read(string text, AssertionCollector findings, out int body)
    {
        body = 0;
        Entity? sender = null;
        if (Prefix(text, People.AsSpan(0, 2)) is null)
        {
            return null;
        }

        while (body < text.Length)
        {
            var line = text.AsSpan(body);
            line = line.IndexOf('\n') is var end and >= 0 ? line[..(end + 1)] : line;
            if (Prefix(line, People) is { } people)
            {
                var first = ReadPeople(line[people.Length..], findings);
                sender ??= first;
            }
            else if (Prefix(line, Others) is null)
            {
                break;
            }

            body += line.Length;
        }

        return sender;
    }

    private static Entity? ReadPeople(ReadOnlySpan<char> line, AssertionCollector findings)
    {
        Entity? first = null;
        while (line.IndexOf('<') is >= 0 and var open && line[open..].IndexOf('>') is > 0 and var length)
        {
            var address = line.Slice(open + 1, length - 1);
            var name = line[..open].Trim(" ,;\"'");
            name = name is "to" ? default : name.StartsWith("to ", StringComparison.Ordinal) ? name[3..].Trim(" \"'") : name;
            if (name.Length is > 0 and <= LongestName && char.IsLetter(name[0]) && address.Contains('@'))
            {
                var person = new Entity(name.ToString(), "Person");
                first ??= person;
                findings.Add(new Assertion { Subject = person, Predicate = "EMAIL", Value = JsonScalars.Quote(address.ToString()), SingleValued = true });
            }

            line = line[(open + length + 1)..];
        }

        return first;
    }

    private static string? Prefix(ReadOnlySpan<char> line, ReadOnlySpan<string> prefixes)
    {
        foreach (var prefix in prefixes)
        {
            if (line.StartsWith(prefix, StringComparison.Ordinal))
            {
                return prefix;
            }
        }

        return null;
    }
}
