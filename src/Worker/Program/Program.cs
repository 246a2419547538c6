using NNOptim.Hosting.Programs;
using NNOptim.Worker.Commands;

return await ProgramStart.RunAsync(WorkerCommand.Name, () => WorkerCommand.RunAsync(args)).ConfigureAwait(false);
