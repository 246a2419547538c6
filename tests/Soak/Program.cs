using System.CommandLine;
using NNOptim.Soak;

var runs = new Option<int>("--runs") { Description = "Runs of the grid, a multiple of 40.", DefaultValueFactory = _ => 1000 };
var strikes = new Option<int>("--kills") { Description = "How often something is killed.", DefaultValueFactory = _ => 100 };
var seed = new Option<int>("--seed") { Description = "Of the dice.", DefaultValueFactory = _ => 1 };
var epochs = new Option<int>("--epochs") { Description = "Epochs a run: enough that the kills end before the training.", DefaultValueFactory = _ => 20_000 };
var rounds = new Option<int>("--rounds") { Description = "How often the coordinator at work is killed.", DefaultValueFactory = _ => 10 };
var minutes = new Option<double>("--minutes") { Description = "How long all processors train.", DefaultValueFactory = _ => 10 };
var seconds = new Option<int>("--seconds") { Description = "How long the server is away.", DefaultValueFactory = _ => 60 };
var pause = new Option<double>("--pause") { Description = "The longest time between two kills, in seconds.", DefaultValueFactory = _ => 8 };

var kills = new Command("kills", "A grid under kill -9 at random moments, compared with an undisturbed run.") { runs, strikes, seed, epochs, pause };
kills.SetAction((parsed, _) => Kills.RunAsync(parsed.GetValue(runs), parsed.GetValue(strikes), parsed.GetValue(seed), parsed.GetValue(epochs), TimeSpan.FromSeconds(parsed.GetValue(pause))));
var failover = new Command("failover", "The time from the kill of the coordinator at work to the next result in the journal.") { rounds };
failover.SetAction((parsed, _) => Failover.RunAsync(parsed.GetValue(rounds)));
var starved = new Command("starved", "All processors at full load: no node may be taken for dead.") { minutes };
starved.SetAction((parsed, _) => Starvation.RunAsync(TimeSpan.FromMinutes(parsed.GetValue(minutes))));
var outage = new Command("outage", "A PostgreSQL server that is gone, or does not answer, for a time.") { seconds };
outage.SetAction((parsed, _) => DatabaseOutage.RunAsync(TimeSpan.FromSeconds(parsed.GetValue(seconds))));
var count = new Option<int>("--count") { Description = "How many faults.", DefaultValueFactory = _ => 50 };
var kind = new Option<FaultKind?>("--kind") { Description = "Of the faults drawn, those of this kind alone." };
var schedules = new Command("schedules", "Kills, freezes, partitions and database crashes under the coordinator at work: another must be at work in 15 s.") { count, seed, kind };
schedules.SetAction((parsed, _) => Schedules.RunAsync(parsed.GetValue(count), parsed.GetValue(seed), parsed.GetValue(kind)));
var wire = new Command("wire", "Messages and bytes a run between a coordinator and a worker, with and without TLS.");
wire.SetAction((_, _) => Wire.RunAsync());
var start = new Command("start", "The time from a worker's start to its first training step.") { rounds };
start.SetAction((parsed, _) => FirstStep.RunAsync(parsed.GetValue(rounds)));

return await new RootCommand("Long and measured tests of what survives what. Exit code 0 when all held.") { kills, failover, schedules, outage, starved, wire, start }
    .Parse(args)
    .InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = true });
