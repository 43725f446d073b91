using Orleans.Batch.Client;
using Orleans.Batch.Grains.Roles;
using Orleans.Batch.Grains.Steps;
using Orleans.Batch.Work;
using Orleans.Dashboard;
using Orleans.Placement;

namespace Orleans.Batch.Grains.Models;

/// <summary>Extracts one graph's windows by a model, a few at once.</summary>
[GrainType("orleans-batch.model-extract")]
[SiloRole(SiloRoles.Batch)]
[HashBasedPlacement]
[NoProfiling]
internal sealed class ModelExtractGrain(StepRunner runner, RunningWork running)
    : StepGrain(WorkKind.Model, runner, running), IModelExtractGrain;
