using Orleans.Batch.Grains.Addressing;
using Orleans.Batch.Grains.Roles;
using Orleans.Batch.Grains.Steps;
using Orleans.Batch.Work;

namespace Orleans.Batch.Grains.Maintenance;

/// <inheritdoc cref="IQuietHoursGrain"/>
[GrainType("orleans-batch.quiet-hours")]
[SiloRole(SiloRoles.Batch)]
internal sealed class QuietHoursGrain(StepRunner runner, RunningWork running)
    : StepGrain(WorkKind.QuietHours, runner, running), IQuietHoursGrain;
