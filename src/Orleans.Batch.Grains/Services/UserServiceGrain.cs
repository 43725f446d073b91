using Orleans.Batch.Client;
using Orleans.Batch.Grains.Roles;
using Orleans.Concurrency;

namespace Orleans.Batch.Grains.Services;

/// <summary>The engine's calls about users, for .NET services.</summary>
[GrainType("orleans-batch.user-service")]
[SiloRole(SiloRoles.Batch)]
[StatelessWorker]
[Reentrant]
internal sealed class UserServiceGrain(IUserClient users) : Grain, IUserServiceGrain
{
    public ValueTask<User> CreateUserAsync(
        ProjectId project, string userId, UserFields fields, CancellationToken cancellationToken) =>
        users.CreateUserAsync(project, userId, fields, cancellationToken);

    public ValueTask<User> GetUserAsync(ProjectId project, string userId, CancellationToken cancellationToken) =>
        users.GetUserAsync(project, userId, cancellationToken);

    public ValueTask<User> UpdateUserAsync(
        ProjectId project, string userId, UserFields fields, CancellationToken cancellationToken) =>
        users.UpdateUserAsync(project, userId, fields, cancellationToken);

    public ValueTask DeleteUserAsync(ProjectId project, string userId, CancellationToken cancellationToken) =>
        users.DeleteUserAsync(project, userId, cancellationToken);

    public ValueTask<UserPage> ListUsersAsync(ProjectId project, IdQuery query, CancellationToken cancellationToken) =>
        users.ListUsersAsync(project, query, cancellationToken);
}
