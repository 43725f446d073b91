using System.Text;

namespace Orleans.Batch.PostgreSql.Models;

/// <summary>A model may write what PostgreSQL cannot hold as text: NUL, and halves of characters. They become U+FFFD.</summary>
internal static class StorableText
{
    public static string From(string text)
    {
        var storable = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            storable.Append(rune.Value == 0 ? Rune.ReplacementChar : rune);
        }

        return storable.ToString();
    }
}
