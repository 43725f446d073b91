namespace Orleans.Batch.Graphs;

/// <summary>Users, as the database keeps them. Input is already checked.</summary>
public interface IUserStore
{
    /// <inheritdoc cref="IUserClient.CreateUserAsync"/>
    ValueTask<User> CreateUserAsync(ProjectId project, string userId, UserFields fields, CancellationToken cancellationToken);

    /// <summary>One user, or null.</summary>
    ValueTask<User?> FindUserAsync(ProjectId project, string userId, CancellationToken cancellationToken);

    /// <summary>Changes the fields that are given; null when there is no such user.</summary>
    ValueTask<User?> UpdateUserAsync(ProjectId project, string userId, UserFields fields, CancellationToken cancellationToken);

    /// <inheritdoc cref="IUserClient.ListUsersAsync"/>
    ValueTask<UserPage> ListUsersAsync(ProjectId project, IdQuery query, CancellationToken cancellationToken);
}
