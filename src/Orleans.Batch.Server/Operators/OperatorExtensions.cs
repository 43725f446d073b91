using Orleans.Dashboard;

namespace Orleans.Batch.Server.Operators;

/// <summary>The operator's pages: the Orleans Dashboard.</summary>
internal static class OperatorExtensions
{
    /// <summary>Their path.</summary>
    public const string Path = "/ops";

    public static IServiceCollection AddOperatorAccess(this IServiceCollection services, OperatorSecret secret)
    {
        // AddAuthentication would also add data protection, which stores keys in the home directory.
        services.AddWebEncoders();
        services.AddAuthenticationCore(static o => o.AddScheme<OperatorAuthentication>(OperatorAuthentication.Name, displayName: null));
        services.AddTransient<OperatorAuthentication>();
        services.AddOptions<OperatorAuthenticationOptions>(OperatorAuthentication.Name)
            .Configure(o => (o.SecretHash, o.Where) = (secret.Hash, secret.File));
        services.AddAuthorizationBuilder().AddPolicy(
            OperatorAuthentication.Name, static p => p.AddAuthenticationSchemes(OperatorAuthentication.Name).RequireAuthenticatedUser());
        return services;
    }

    public static void MapOperatorPages(this WebApplication app) =>
        app.MapOrleansDashboard(Path).RequireAuthorization(OperatorAuthentication.Name);
}
