namespace Orleans.Batch.PostgreSql.Projects;

/// <summary>Rejects keys that are easy to guess: too short, repeated, or copied from an example.</summary>
public static class ApiKeyStrength
{
    private const int FewestDifferent = 6;

    private static readonly string[] Examples =
    [
        "changeme", "change-me", "change_me", "example", "your-api-key", "your_api_key", "yourapikey", "your-key",
        "api-key-here", "api_key_here", "placeholder", "password", "secret-key", "secret_key", "mysecret", "my-secret",
        "insecure", "dummy", "abcdefgh", "qwerty", "12345678", "test-key", "test_key", "testkey", "xxxx", "<", ">", "...",
    ];

    /// <summary>Checks a key.</summary>
    /// <returns>Why the key is rejected, without repeating it; null if it is good.</returns>
    public static string? Weakness(string key) =>
        key.Any(c => c is <= ' ' or > '~') ? "it has characters that a header cannot carry; use printable ASCII without spaces"
        : key.Length < KeySecret.MinLength ? $"it is shorter than {KeySecret.MinLength} characters"
        : key.Length > KeySecret.MaxLength ? $"it is longer than {KeySecret.MaxLength} characters"
        : Examples.Any(e => key.Contains(e, StringComparison.OrdinalIgnoreCase)) ? "it looks like an example's value"
        : key.Distinct().Count() < FewestDifferent || Repeats(key) ? "it repeats itself"
        : null;

    /// <summary>Checks the operator's own first key.</summary>
    /// <returns>The message to the operator; null if the key is good.</returns>
    public static string? Refusal(string key) => Weakness(key) is { } weakness
        ? $"BATCH_API_KEY is refused: {weakness}. Make one with: openssl rand -hex 32. Or leave it out: the " +
          "first start then makes a key and prints it once."
        : null;

    private static bool Repeats(string key) =>
        Enumerable.Range(1, key.Length / 2)
            .Any(period => key.AsSpan(period).SequenceEqual(key.AsSpan(0, key.Length - period)));
}
