namespace Orleans.Batch;

/// <summary>An operator's calls on projects and their keys.</summary>
public interface IProjectAdministration
{
    /// <summary>Creates a project. Fails with <see cref="ErrorKind.InvalidRequest"/> if the name is taken.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="extraction">Which extraction its items get; null for <see cref="Project.DefaultExtraction"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask<Project> CreateProjectAsync(string name, ExtractionMode? extraction, CancellationToken cancellationToken);

    /// <summary>Changes a project. Fails with <see cref="ErrorKind.InvalidRequest"/> if a value is out of range.</summary>
    ValueTask<Project> ChangeProjectAsync(string name, ProjectChanges changes, CancellationToken cancellationToken);

    /// <summary>All projects, oldest first.</summary>
    ValueTask<IReadOnlyList<Project>> ListProjectsAsync(CancellationToken cancellationToken);

    /// <summary>The names of facts that models use in a project, in alphabetical order.</summary>
    ValueTask<IReadOnlyList<ProjectPredicate>> ListPredicatesAsync(string projectName, CancellationToken cancellationToken);

    /// <summary>
    /// Decides whether subjects have one object at a time under names of facts. Applies to what models extract from then on; facts
    /// that exist stay in their timelines until their episodes are extracted again.
    /// </summary>
    /// <param name="projectName">The project.</param>
    /// <param name="names">The names, in SCREAMING_SNAKE_CASE; others are refused with <see cref="ErrorKind.InvalidRequest"/>.</param>
    /// <param name="singleValued">Whether they have one object at a time; null: as if nothing had been decided or learned.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask SetPredicatesAsync(
        string projectName, IReadOnlyList<string> names, bool? singleValued, CancellationToken cancellationToken);

    /// <summary>
    /// Makes a 256-bit random key for a project. A project holds at most two live keys, so that one can be
    /// replaced while the other still works; a third is refused with <see cref="ErrorKind.Conflict"/>.
    /// </summary>
    ValueTask<NewApiKey> CreateKeyAsync(string projectName, CancellationToken cancellationToken);

    /// <summary>The keys of one project, or of all when <paramref name="projectName"/> is null; oldest first.</summary>
    ValueTask<IReadOnlyList<ApiKey>> ListKeysAsync(string? projectName, CancellationToken cancellationToken);

    /// <summary>
    /// Revokes a key by its id or its shown prefix. It stops working within the authenticator's cache time
    /// (five seconds). Revoking a revoked key changes nothing.
    /// </summary>
    ValueTask<ApiKey> RevokeKeyAsync(string keyIdOrPrefix, CancellationToken cancellationToken);

    /// <summary>
    /// Makes sure that the first project (<c>default</c>) exists and, when <paramref name="secret"/> is given, that
    /// this secret opens it. Without a secret a key is made only if the project has none.
    /// </summary>
    /// <returns>The project, and the key when one was made now; null when the existing ones serve.</returns>
    ValueTask<(Project Project, NewApiKey? Created)> EnsureFirstProjectAsync(
        string? secret, CancellationToken cancellationToken);
}
