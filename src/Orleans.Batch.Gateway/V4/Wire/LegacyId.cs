namespace Orleans.Batch.Gateway.V4.Wire;

/// <summary>
/// The id of an object that a caller chose. An object that was created without one is stored under the text of its
/// identity, which no caller can choose: identities are made by the service.
/// </summary>
internal static class LegacyId
{
    /// <summary>The id; null when none was given.</summary>
    public static string? From(string id, Guid uuid) =>
        Guid.TryParseExact(id, "D", out var text) && text == uuid ? null : id;
}
