using System.Globalization;

namespace Orleans.Batch;

/// <summary>The rules for texts and ids of all callers. Lengths count code points.</summary>
public static class TextRules
{
    /// <summary>The number of Unicode code points in a text; lone surrogates count as one.</summary>
    public static int CodePoints(string text)
    {
        var count = text.Length;
        for (var i = text.AsSpan().IndexOfAnyInRange('\uDC00', '\uDFFF'); i >= 0 && i < text.Length; i++)
        {
            if (char.IsLowSurrogate(text[i]) && i > 0 && char.IsHighSurrogate(text[i - 1]))
            {
                count--;
            }
        }

        return count;
    }

    /// <summary>The beginning of a text, never ending between the halves of a surrogate pair.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxLength">The most UTF-16 units to keep; at least 1.</param>
    public static string Truncate(string text, int maxLength) =>
        text.Length <= maxLength ? text : text[..(char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength)];

    /// <summary>Adds a problem if a text is too long, holds NUL or is not valid Unicode.</summary>
    public static void Check(string? text, int maxLength, int? index, string field, ProblemList problems)
    {
        if (text is null)
        {
            return;
        }

        // A code point is one or two UTF-16 units: only texts between the two bounds have to be counted.
        if (text.Length > maxLength && (text.Length > 2 * maxLength || CodePoints(text) > maxLength))
        {
            problems.Add(index, field, ErrorCodes.TooLong, string.Create(
                CultureInfo.InvariantCulture, $"{field} may have at most {maxLength} characters, got {CodePoints(text)}"));
        }

        CheckEncoding(text, index, field, problems);
    }

    /// <summary>Adds a problem if a text holds NUL or a lone surrogate.</summary>
    public static void CheckEncoding(string text, int? index, string field, ProblemList problems)
    {
        var nul = text.IndexOf('\0');
        if (nul >= 0)
        {
            problems.Add(index, field, ErrorCodes.NulCharacter, string.Create(
                CultureInfo.InvariantCulture, $"{field} contains the NUL character (U+0000) at position {nul}; remove it"));
        }

        var lone = IndexOfLoneSurrogate(text);
        if (lone >= 0)
        {
            problems.Add(index, field, ErrorCodes.InvalidEncoding, string.Create(
                CultureInfo.InvariantCulture, $"{field} contains half of a surrogate pair at position {lone}, which is no character"));
        }
    }

    /// <summary>
    /// Adds a problem if a text cannot be an id: empty, too long, with control or direction-changing characters or
    /// outer white space, or a dot segment, which no client can put into a URL.
    /// </summary>
    public static void CheckId(string? id, int? index, string field, ProblemList problems)
    {
        if (id is null)
        {
            return;
        }

        if (id.Length == 0)
        {
            problems.Add(index, field, ErrorCodes.InvalidId, $"{field} must not be empty");
            return;
        }

        var before = problems.Count;
        Check(id, Limits.IdLength, index, field, problems);
        if (problems.Count > before)
        {
            return;
        }

        if (id is "." or "..")
        {
            problems.Add(index, field, ErrorCodes.InvalidId, $"{field} must not be a dot segment: it cannot be addressed in a URL");
        }
        else if (char.IsWhiteSpace(id[0]) || char.IsWhiteSpace(id[^1]))
        {
            problems.Add(index, field, ErrorCodes.InvalidId, $"{field} must not begin or end with white space");
        }
        else
        {
            for (var i = 0; i < id.Length; i++)
            {
                if (IsForbiddenInId(id[i]))
                {
                    problems.Add(index, field, ErrorCodes.InvalidId, string.Create(
                        CultureInfo.InvariantCulture,
                        $"{field} contains the character U+{(int)id[i]:X4} at position {i}; control and direction marks are not allowed in ids"));
                    return;
                }
            }
        }
    }

    /// <summary>Returns the id, or throws a refusal with its problem.</summary>
    public static string RequireId(string id, string field)
    {
        var problems = new ProblemList();
        CheckId(id, null, field, problems);
        return problems.Count == 0 ? id : throw BatchServiceException.Invalid(problems.Listed[0].Message, problems);
    }

    // Controls, and the marks that can make an id look like another one (Unicode UAX #9).
    private static bool IsForbiddenInId(char c) => char.IsControl(c)
        || c is '\u061C' or '\u200E' or '\u200F' or '\uFEFF' or '\u2028' or '\u2029'
        || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    private static int IndexOfLoneSurrogate(string text)
    {
        var i = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        while (i >= 0 && i < text.Length)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i += 2;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return i;
            }
            else
            {
                i++;
            }
        }

        return -1;
    }
}
