using NNOptim.Cli;
using NNOptim.Hosting.Programs;

return await ProgramStart.RunAsync(CommandLineProgram.Name, () => CommandLineProgram.RunAsync(args)).ConfigureAwait(false);
