using System.CommandLine;
using System.Globalization;
using NNOptim.History.Upkeep;
using NNOptim.Reporting;

namespace NNOptim.Cli.HistoryCommands;

/// <summary><c>nnoptim history doctor</c>: checks a database without changing it.</summary>
internal static class DoctorCommand
{
    public static Command Create(JournalOption database)
    {
        var json = CommonOptions.Json();
        var command = new Command("doctor", "Checks the journal for damage, gaps and orphaned rows, and the tables for differences from the journal. Changes nothing. Exits with 3 if it finds problems.") { json };
        command.SetAction(parsed =>
        {
            var target = database.Open(parsed);
            var result = HistoryReading.TranslateErrors(target, () => Checkup.Examine(target))
                ?? throw CommandException.BadInput($"There is no journal in {target}.");
            if (parsed.GetValue(json))
            {
                JsonLines.Write(Console.Out, writer =>
                {
                    writer.WriteNumber("experiments", result.Experiments);
                    writer.WriteNumber("events", result.Events);
                    writer.WriteNumber("events_behind", result.Behind);
                    writer.WriteStartArray("problems");
                    foreach (var problem in result.Problems)
                    {
                        writer.WriteStringValue(problem);
                    }

                    writer.WriteEndArray();
                });
            }
            else
            {
                foreach (var problem in result.Problems)
                {
                    Console.WriteLine(problem);
                }

                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Wording.Counted(result.Experiments, "experiment")}, {Wording.Counted(result.Events, "event")}; the history tables are {Wording.Counted(result.Behind, "event")} behind. {(result.Problems.Length == 0 ? "No problems found." : $"Problems: {result.Problems.Length:N0}.")}"));
            }

            return result.Problems.Length == 0 ? ExitCode.Success : ExitCode.Infrastructure;
        });
        return command;
    }
}
