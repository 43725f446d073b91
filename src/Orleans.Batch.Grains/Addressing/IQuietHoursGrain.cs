using Orleans.Batch.Client;

namespace Orleans.Batch.Grains.Addressing;

/// <summary>Pauses and resumes an import by its quiet hours; its key is the import's.</summary>
[Alias("orleans-batch.quiet-hours-grain.v1")]
internal interface IQuietHoursGrain : IWorkGrain;
