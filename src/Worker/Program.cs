using NNOptim.Shared.Files;
using NNOptim.Shared.Hosting;
using NNOptim.Worker.Commands;

OwnerOnly.SetMask();
DataFolder.Tighten();
return await WorkerCommand.InvokeAsync(args).ConfigureAwait(false);
