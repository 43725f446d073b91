using Orleans.Batch.Grains.Addressing;
using Orleans.Batch.Grains.Roles;
using Orleans.Batch.Grains.Steps;
using Orleans.Batch.Work;

namespace Orleans.Batch.Grains.Maintenance;

/// <inheritdoc cref="IImportUndoGrain"/>
[GrainType("orleans-batch.import-undo")]
[SiloRole(SiloRoles.Batch)]
internal sealed class ImportUndoGrain(StepRunner runner, RunningWork running)
    : StepGrain(WorkKind.ImportUndo, runner, running), IImportUndoGrain;
