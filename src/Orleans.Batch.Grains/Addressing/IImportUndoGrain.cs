using Orleans.Batch.Client;

namespace Orleans.Batch.Grains.Addressing;

/// <summary>Undoes an import; its key is the import's.</summary>
[Alias("orleans-batch.import-undo-grain.v1")]
internal interface IImportUndoGrain : IWorkGrain;
