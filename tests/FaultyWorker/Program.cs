using Microsoft.Extensions.Hosting;
using NNOptim.FaultyWorker;
using NNOptim.Hosting;
using NNOptim.Hosting.Security;
using NNOptim.Worker.Actors;

// A worker for tests: the product's, except that the runs of some seeds fail. JOIN STALL-SECONDS [throw=SEED] [hang=SEED] [die=SEED]
var faults = args.Skip(2).Select(fault => fault.Split('=')).ToDictionary(fault => uint.Parse(fault[1], null), fault => fault[0]);
using var tls = LocalIdentity.LoadOrCreate(DataFolder.Path, TimeProvider.System);
using var host = NodeHosting.Build(new NodeSettings { Slots = 2, Tls = tls }, Serilog.Core.Logger.None, akka => akka
    .WithCoordinatorLink([.. args[0].Split(',')], TimeProvider.System)
    .WithWorker(2, TimeProvider.System, standard => standard with
    {
        Trainables = new TrainableSet([.. standard.Trainables.All.Select(sound => new FaultyTrainable(sound, faults))]),
        Rules = standard.Rules with { StallLimit = TimeSpan.FromSeconds(int.Parse(args[1], null)) },
    }));
await host.RunAsync().ConfigureAwait(false);
