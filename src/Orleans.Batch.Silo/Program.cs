using Orleans.Batch;
using Orleans.Batch.Silo;
using Orleans.Batch.Silo.Serving;

// Before anything else: where no library can be opened any more, no message would say why.
if (OpenFileLimit.Refusal() is { } refusal)
{
    await Console.Error.WriteLineAsync($"error: {refusal}");
    return ExitCodes.BadSetting;
}

return await SiloProcess.RunAsync(args);
