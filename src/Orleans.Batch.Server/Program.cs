using Orleans.Batch.Server.Commands;

return await ServerCommandLine.RunAsync(args);
