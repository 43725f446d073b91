using Orleans.Batch.Silo.Serving;

return await SiloProcess.RunAsync(args);
