using NNOptim.Files;
using NNOptim.Hosting;
using NNOptim.Worker.Commands;

OwnerOnly.SetMask();
if (!StartConditions.AreMet(WorkerCommand.Name))
{
    return LastResort.ExitCode;
}

DataFolder.Tighten();
return await WorkerCommand.RunAsync(args).ConfigureAwait(false);
