using Orleans.Batch.Grains.Addressing;
using Orleans.Batch.Grains.Roles;
using Orleans.Batch.Grains.Steps;
using Orleans.Batch.Work;

namespace Orleans.Batch.Grains.Maintenance;

/// <inheritdoc cref="ISearchIndexGrain"/>
[GrainType("orleans-batch.search-index")]
[SiloRole(SiloRoles.Batch)]
internal sealed class SearchIndexGrain(StepRunner runner, RunningWork running)
    : StepGrain(WorkKind.SearchIndex, runner, running), ISearchIndexGrain;
