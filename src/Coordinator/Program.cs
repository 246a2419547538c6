using NNOptim.Coordinator.Commands;
using NNOptim.Shared.Files;
using NNOptim.Shared.Hosting;

OwnerOnly.SetMask();
DataFolder.Tighten();
return await CommandLineProgram.InvokeAsync(args).ConfigureAwait(false);
