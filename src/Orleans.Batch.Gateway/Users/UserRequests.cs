namespace Orleans.Batch.Gateway;

/// <summary>A user to create.</summary>
internal sealed record CreateUserRequest(
    string UserId,
    string? Email = null,
    string? FirstName = null,
    string? LastName = null,
    JsonText? Metadata = null,
    string? TimeZone = null,
    bool? DisableDefaultOntology = null);

/// <summary>Fields of a user to change.</summary>
internal sealed record UpdateUserRequest(
    string? Email = null,
    string? FirstName = null,
    string? LastName = null,
    JsonText? Metadata = null,
    string? TimeZone = null,
    bool? DisableDefaultOntology = null);
