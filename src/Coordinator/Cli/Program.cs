using NNOptim.Cli;
using NNOptim.Files;
using NNOptim.Hosting;
using NNOptim.Worker.Commands;

OwnerOnly.SetMask();
if (!StartConditions.AreMet(CommandLineProgram.Name))
{
    return LastResort.ExitCode;
}

DataFolder.Tighten();
return await CommandLineProgram.RunAsync(args).ConfigureAwait(false);
