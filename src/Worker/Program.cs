using NNOptim.Worker.Commands;

return await WorkerCommand.InvokeAsync(args).ConfigureAwait(false);
