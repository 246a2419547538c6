using System.CommandLine;
using System.Globalization;
using NNOptim.History.Upkeep;
using NNOptim.Reporting;

namespace NNOptim.Cli.HistoryVerbs;

/// <summary><c>nnoptim history doctor</c>: looks for what is wrong in a database, and changes nothing.</summary>
internal static class DoctorVerb
{
    public static Command Create(JournalOption database)
    {
        var json = CommonOptions.Json();
        var command = new Command("doctor", "Looks for damage, gaps and rows that belong to nothing, and for tables unlike the journal, and changes nothing. Ends with 3 where there are some.") { json };
        command.SetAction(parsed =>
        {
            var target = database.Open(parsed);
            var result = HistoryReading.Guarded(target, () => Checkup.Examine(target))
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
                    $"{Wording.Counted(result.Experiments, "experiment")}, {Wording.Counted(result.Events, "event")}; the history's tables are {Wording.Counted(result.Behind, "event")} behind. {(result.Problems.Length == 0 ? "Nothing is wrong." : $"Problems: {result.Problems.Length:N0}.")}"));
            }

            return result.Problems.Length == 0 ? ExitCode.Success : ExitCode.Infrastructure;
        });
        return command;
    }
}
