using System.CommandLine;

namespace Orleans.Batch.Loading;

/// <summary>The options of every command that calls a server over HTTP.</summary>
/// <param name="defaultUrl">The address of a server on this machine.</param>
/// <param name="readLocalKey">
/// Reads the API key that a server on this machine keeps, null where there is none to read, and names its file.
/// </param>
internal sealed class ApiOptions(string defaultUrl, Func<ParseResult, (string? Secret, string File)> readLocalKey)
{
    private const string NoKey = "No API key: give --key, or set ZEP_API_KEY or BATCH_API_KEY.";

    public Option<string> Url { get; } = new("--url")
    {
        Description = "The server",
        DefaultValueFactory = _ => defaultUrl,
        HelpName = "URL",
    };

    public Option<string?> Key { get; } = new("--key")
    {
        Description = "The API key; else ZEP_API_KEY, BATCH_API_KEY or the local server's own",
        HelpName = "KEY",
    };

    /// <summary>Reads the command line and the environment.</summary>
    /// <exception cref="LoadException">The address is invalid, or there is no key.</exception>
    public ApiTarget Read(ParseResult parsed)
    {
        if (!Uri.TryCreate(parsed.GetValue(Url), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            throw new LoadException("--url must be an address such as http://127.0.0.1:8080.");
        }

        return new ApiTarget(
            url,
            NotEmpty(parsed.GetValue(Key))
                ?? NotEmpty(Environment.GetEnvironmentVariable("ZEP_API_KEY"))
                ?? NotEmpty(Environment.GetEnvironmentVariable("BATCH_API_KEY"))
                ?? (url.IsLoopback ? ReadLocalKey(parsed) : throw new LoadException(NoKey)));
    }

    private string ReadLocalKey(ParseResult parsed)
    {
        var (secret, file) = readLocalKey(parsed);
        return NotEmpty(secret) ?? throw new LoadException(
            $"{NoKey} A server on this machine may keep its key in {file}, but that file does not exist or cannot be read; "
            + "--data-dir names the server's data directory.");
    }

    private static string? NotEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
