using System.Reflection;
using Orleans.Batch.Client;
using Orleans.Batch.Grains.Roles;

namespace Orleans.Batch.Grains.Tests;

/// <summary>Every process that reaches a silo can call every grain directly; without a valid key such a call is refused.</summary>
public sealed class ForgedCallTests
{
    private static readonly Type[] Services =
    [
        .. typeof(IBatchGrain).Assembly.GetTypes().Where(t => t.IsInterface && t.IsAssignableTo(typeof(IGrain)) && MethodsOf(t).Any()),
    ];

    [Fact]
    public async Task Call_OfEveryGrainThatActsForAProject_NeedsAKeyOfIt()
    {
        await using var cluster = await RunningCluster.StartAsync(SiloRoles.Batch);
        var victim = await cluster.Database.NewProjectAsync();
        var grains = cluster.InSilo<IGrainFactory>(); // without the client's filter that presents a key
        var open = new List<string>();
        foreach (var presented in (string?[])[null, "", "not-a-key", cluster.ApiKey])
        {
            foreach (var service in Services)
            {
                foreach (var method in MethodsOf(service))
                {
                    RequestContext.Clear();
                    RequestContext.Set("orleans-batch.api-key", presented!);
                    RequestContext.Set("orleans-batch.project", victim);
                    if (await AnswerAsync(method, Reference(grains, service), victim) != ErrorCodes.Unauthorized)
                    {
                        open.Add($"{service.Name}.{method.Name} with the key '{presented}'");
                    }
                }
            }
        }

        open.ShouldBeEmpty();
        Services.Length.ShouldBe(21);
    }

    private static IEnumerable<MethodInfo> MethodsOf(Type service) => service.GetInterfaces().Prepend(service)
        .SelectMany(i => i.GetMethods())
        .Where(m => m.GetParameters().Any(p => p.ParameterType == typeof(ProjectId)));

    private static IGrain Reference(IGrainFactory grains, Type service) => service.IsAssignableTo(typeof(IGrainWithIntegerKey))
        ? grains.GetGrain(service, 1)
        : grains.GetGrain(service, Guid.NewGuid());

    // The refusal's code; null if there was none.
    private static async Task<string?> AnswerAsync(MethodInfo method, IGrain grain, ProjectId project)
    {
        var arguments = method.GetParameters().Select(p =>
            p.ParameterType == typeof(ProjectId) ? project
            : p.ParameterType.IsValueType ? Activator.CreateInstance(p.ParameterType)
            : null);
        try
        {
            await EndOfAsync(method.Invoke(grain, [.. arguments])!);
            return null;
        }
        catch (BatchServiceException e)
        {
            return e.Code;
        }
    }

    private static Task EndOfAsync(object answer) => answer switch
    {
        Task task => task,
        ValueTask task => task.AsTask(),
        _ when answer.GetType().GetMethod("AsTask") is { } asTask => (Task)asTask.Invoke(answer, null)!,
        IAsyncEnumerable<BatchEvent> events => events.FirstAsync().AsTask(),
        IAsyncEnumerable<BatchItemRecord> items => items.FirstAsync().AsTask(),
        _ => throw new NotSupportedException(answer.GetType().Name),
    };
}
