namespace Orleans.Batch.Facts;

/// <summary>
/// The names that mean the user of a user's graph. They all lead to one node, which exists as long as the user and whose id
/// does not depend on a name: so a renamed user keeps their facts.
/// </summary>
public sealed class UserNames
{
    /// <summary>The label of a user's node, and of speakers whose role is <c>user</c>.</summary>
    public const string Label = "User";

    // The speaker of a message with the role and without a name.
    private const string Nameless = "user";

    private readonly HashSet<string> _names;
    private readonly string? _firstName;

    /// <summary>Collects the names of a user.</summary>
    /// <param name="graphKey">The user's graph.</param>
    /// <param name="names">Those that mean the user wherever they stand: full names, the id, the email address.</param>
    /// <param name="firstName">It means the user only as a speaker with the role <c>user</c>, and in queries.</param>
    public UserNames(long graphKey, IEnumerable<string?> names, string? firstName)
    {
        Node = NodeId.OfUser(graphKey);
        _names = [.. names.OfType<string>().Select(EntityName.Normalize).Where(n => n.Length > 0)];
        _firstName = firstName is null ? null : EntityName.Normalize(firstName);
    }

    /// <summary>The user's node.</summary>
    public Guid Node { get; }

    /// <summary>The name of the user's node: first and last name, else the id.</summary>
    public static string Display(string? firstName, string? lastName, string userId)
    {
        var name = EntityName.Display($"{firstName} {lastName}");
        return name.Length > 0 ? name : EntityName.Display(userId);
    }

    /// <summary>Whether a normalized name means the user wherever it stands.</summary>
    public bool Include(string normal) => _names.Contains(normal);

    /// <summary>Whether a speaker with the role <c>user</c> is the user.</summary>
    public bool IsSpeaker(string name)
    {
        var normal = EntityName.Normalize(name);
        return normal == Nameless || normal == _firstName || _names.Contains(normal);
    }

    /// <summary>Whether a query that has this name asks about the user.</summary>
    public bool AreIn(string queryName)
    {
        var normal = EntityName.Normalize(queryName);
        return _names.Contains(normal) || normal == _firstName;
    }
}
