using System.Security.Cryptography;
using System.Text;

namespace Orleans.Batch.Loading;

/// <summary>Ids that are the same whenever the same thing is imported again.</summary>
internal static class SourceIds
{
    private const int Digits = 32;

    /// <summary>The SHA-256 of texts, cut to 128 bits, in lower-case hex.</summary>
    public static string Hash(params ReadOnlySpan<string> parts)
    {
        // A part cannot hold NUL, so two lists of parts never give one text.
        var bytes = Encoding.UTF8.GetBytes(string.Join('\0', parts));
        return Convert.ToHexStringLower(SHA256.HashData(bytes))[..Digits];
    }

    /// <summary>The id itself, or its hash when it is empty, longer than this, or has characters that no id may have.</summary>
    public static string Fit(string id, int length)
    {
        var problems = new ProblemList();
        TextRules.CheckId(id, null, "id", problems);
        return problems.Count == 0 && id.Length <= length ? id : Hash(id);
    }

    /// <summary>An id from a name: lower-case letters and digits, with a dash for anything else.</summary>
    public static string FromName(string name)
    {
        var id = new StringBuilder();
        foreach (var c in name.ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(c))
            {
                id.Append(c);
            }
            else if (id.Length > 0 && id[^1] != '-')
            {
                id.Append('-');
            }
        }

        return Fit(id.ToString().TrimEnd('-'), Limits.IdLength);
    }
}
