using NNOptim.Coordinator.Commands;
using NNOptim.Shared.Files;
using NNOptim.Shared.Hosting;
using NNOptim.Worker.Commands;

OwnerOnly.SetMask();
if (!StartConditions.AreMet(CommandLineProgram.Name))
{
    return LastResort.ExitCode;
}

DataFolder.Tighten();
return await CommandLineProgram.RunAsync(args).ConfigureAwait(false);
