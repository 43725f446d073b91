namespace Orleans.Batch;

/// <summary>
/// Users; each has a graph. Calls are confined to <see cref="ProjectId"/>; refusals are <see
/// cref="BatchServiceException"/>. When a call returns, its result is durable.
/// </summary>
public interface IUserClient
{
    /// <summary>Creates a user and its graph; an id in use is refused as "already exists".</summary>
    ValueTask<User> CreateUserAsync(ProjectId project, string userId, UserFields fields, CancellationToken cancellationToken);

    /// <summary>One user.</summary>
    ValueTask<User> GetUserAsync(ProjectId project, string userId, CancellationToken cancellationToken);

    /// <summary>Changes the fields that are given.</summary>
    ValueTask<User> UpdateUserAsync(ProjectId project, string userId, UserFields fields, CancellationToken cancellationToken);

    /// <summary>Deletes a user with its graph and threads; items on their way there are canceled.</summary>
    ValueTask DeleteUserAsync(ProjectId project, string userId, CancellationToken cancellationToken);

    /// <summary>Lists users.</summary>
    ValueTask<UserPage> ListUsersAsync(ProjectId project, IdQuery query, CancellationToken cancellationToken);
}
