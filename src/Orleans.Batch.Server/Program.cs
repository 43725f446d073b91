using Orleans.Batch;
using Orleans.Batch.Server;
using Orleans.Batch.Server.Commands;

// Before anything else: where no library can be opened any more, no message would say why.
if (OpenFileLimit.Refusal() is { } refusal)
{
    await Console.Error.WriteLineAsync($"error: {refusal}");
    return ExitCodes.BadSetting;
}

return await ServerCommandLine.RunAsync(args);
