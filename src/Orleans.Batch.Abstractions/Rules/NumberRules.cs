using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Orleans.Batch;

/// <summary>
/// The maximum length of a number in JSON. JSON has no limit, but readers do: Python refuses whole numbers of more than
/// 4,300 digits, and with them the whole response.
/// </summary>
public static class NumberRules
{
    /// <summary>How many characters a number may have, its sign, point and exponent included.</summary>
    public const int MaxLength = 1_000;

    // A number that is too long has this many digits in a row at some place: only a sign, a point, and an exponent with
    // its sign stand between digits.
    private const int DigitsInARow = MaxLength / 4;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = 10_000 };

    /// <summary>Adds a problem for each number that is too long; text that is not JSON is left to other rules.</summary>
    /// <param name="json">The JSON; null for none.</param>
    /// <param name="index">The position of the item in the call; null when the call is about one item.</param>
    /// <param name="field">The field that holds it.</param>
    /// <param name="problems">The list to add to.</param>
    public static void Check(string? json, int? index, string field, ProblemList problems)
    {
        if (json is null || !MayHoldOne(json))
        {
            return;
        }

        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json), Options);
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.Number && reader.ValueSpan.Length > MaxLength)
                {
                    problems.Add(index, field, ErrorCodes.TooLong, string.Create(
                        CultureInfo.InvariantCulture,
                        $"{field} holds a number of {reader.ValueSpan.Length} characters; at most {MaxLength} are allowed: send it as a string"));
                }
            }
        }
        catch (JsonException)
        {
            // Not JSON: another rule reports it.
        }
    }

    // Checks every 250th character only: almost no text has this many digits in a row.
    private static bool MayHoldOne(string json)
    {
        for (var i = DigitsInARow - 1; i < json.Length; i += DigitsInARow)
        {
            if (!char.IsAsciiDigit(json[i]))
            {
                continue;
            }

            var before = json.AsSpan(0, i).LastIndexOfAnyExceptInRange('0', '9');
            var after = json.AsSpan(i).IndexOfAnyExceptInRange('0', '9');
            if ((after < 0 ? json.Length : i + after) - before > DigitsInARow)
            {
                return true;
            }
        }

        return false;
    }
}
