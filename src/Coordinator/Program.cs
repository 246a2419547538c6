using NNOptim.Coordinator.Commands;
using NNOptim.Worker.Commands;

return StartConditions.AreMet(CommandLineProgram.Name)
    ? await CommandLineProgram.RunAsync(args).ConfigureAwait(false)
    : LastResort.ExitCode;
