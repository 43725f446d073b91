using Orleans.Batch;
using Orleans.Batch.Server;
using Orleans.Batch.Server.CommandLine;

// First of all: when no library can be opened any more, no message would give the reason.
if (OpenFileLimit.Refusal() is { } refusal)
{
    await Console.Error.WriteLineAsync($"error: {refusal}");
    return ExitCodes.BadSetting;
}

return await ServerCommandLine.RunAsync(args);
