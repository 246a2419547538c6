using System.CommandLine;
using System.Globalization;
using NNOptim.History.Tables;
using NNOptim.Reporting;

namespace NNOptim.Cli.HistoryCommands;

/// <summary><c>nnoptim history rebuild</c>: rebuilds the history tables from the journal.</summary>
internal static class RebuildCommand
{
    public static Command Create(JournalOption database)
    {
        var command = new Command("rebuild", "Rebuilds the history tables from the journal.");
        command.SetAction(parsed =>
        {
            var target = database.Open(parsed);
            var result = HistoryReading.TranslateErrors(target, () =>
            {
                LockMonitor.WaitUntilFree(target, againstWriting: true, CommonOptions.DefaultLockTimeout, TimeProvider.System);
                return new HistoryProjection(target).Rebuild();
            });
            foreach (var problem in result.Problems)
            {
                Console.Error.WriteLine(problem);
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Rebuilt from {Wording.Counted(result.Events, "event")}."));
            return result.Problems.Count == 0 ? ExitCode.Success : ExitCode.Infrastructure;
        });
        return command;
    }
}
