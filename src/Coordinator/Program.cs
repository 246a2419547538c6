using NNOptim.Coordinator.Commands;
using NNOptim.Shared.Hosting;

return StartConditions.AreMet(CommandLineProgram.Name)
    ? await CommandLineProgram.RunAsync(args).ConfigureAwait(false)
    : LastResort.ExitCode;
