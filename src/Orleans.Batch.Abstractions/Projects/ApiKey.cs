namespace Orleans.Batch;

/// <summary>An API key as it may be shown: never the secret itself, only its first characters.</summary>
/// <param name="KeyId">Identity of the key, for revoking it.</param>
/// <param name="Project">The project it opens.</param>
/// <param name="ProjectName">That project's name.</param>
/// <param name="Prefix">The first characters of the secret, enough to recognize it, too few to use it.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="RevokedAt">When it was revoked; null while it is valid.</param>
public sealed record ApiKey(
    Guid KeyId, ProjectId Project, string ProjectName, string Prefix, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt);

/// <summary>A new key with its secret, which is known only at this moment.</summary>
/// <param name="Key">The stored part.</param>
/// <param name="Secret">The secret to hand to the caller; it is stored only as a hash and cannot be shown again.</param>
public sealed record NewApiKey(ApiKey Key, string Secret);
