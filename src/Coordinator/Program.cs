using NNOptim.Coordinator.Commands;

return await CommandLineProgram.InvokeAsync(args).ConfigureAwait(false);
