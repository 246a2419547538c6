using NNOptim.Worker.Commands;

return StartConditions.AreMet(WorkerCommand.Name)
    ? await WorkerCommand.RunAsync(args).ConfigureAwait(false)
    : LastResort.ExitCode;
