using NNOptim.Shared.Files;
using NNOptim.Shared.Hosting;
using NNOptim.Worker.Commands;

OwnerOnly.SetMask();
if (!StartConditions.AreMet(WorkerCommand.Name))
{
    return LastResort.ExitCode;
}

DataFolder.Tighten();
return await WorkerCommand.RunAsync(args).ConfigureAwait(false);
