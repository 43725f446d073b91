using Orleans.Batch.Work;

namespace Orleans.Batch.Graphs;

/// <summary>Users: validates input and calls the store.</summary>
internal sealed class UserService(IUserStore store, IDestinationDeletion deletion, IWakeups wakeups) : IUserClient
{
    /// <inheritdoc/>
    public ValueTask<User> CreateUserAsync(
        ProjectId project, string userId, UserFields fields, CancellationToken cancellationToken)
    {
        FieldRules.Check(userId, fields);
        return ServiceGuard.RunAsync(() => store.CreateUserAsync(project, userId, fields, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<User> GetUserAsync(ProjectId project, string userId, CancellationToken cancellationToken)
    {
        TextRules.RequireId(userId, "user_id");
        return ServiceGuard.FindAsync("user", userId, () => store.FindUserAsync(project, userId, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<User> UpdateUserAsync(
        ProjectId project, string userId, UserFields fields, CancellationToken cancellationToken)
    {
        FieldRules.Check(userId, fields);
        return ServiceGuard.FindAsync("user", userId, () => store.UpdateUserAsync(project, userId, fields, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask DeleteUserAsync(ProjectId project, string userId, CancellationToken cancellationToken)
    {
        TextRules.RequireId(userId, "user_id");
        return GraphGuard.DeleteAsync("user", userId, wakeups, () => deletion.DeleteUserAsync(project, userId, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<UserPage> ListUsersAsync(ProjectId project, IdQuery query, CancellationToken cancellationToken)
    {
        var bounded = QueryRules.Bound(query);
        return ServiceGuard.RunAsync(() => store.ListUsersAsync(project, bounded, cancellationToken));
    }
}
