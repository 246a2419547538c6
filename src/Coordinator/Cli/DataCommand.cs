using System.CommandLine;
using System.Globalization;
using NNOptim.ExperimentFiles;
using NNOptim.Training.Datasets;
using NNOptim.Training.Datasets.Description;
using Spectre.Console;

namespace NNOptim.Cli;

/// <summary><c>nnoptim data FILE</c>: shows what the program understands of a data file, and the section of an experiment file for it.</summary>
internal static class DataCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("path") { Description = "A data file, a folder, or a pattern with * in its last part.", HelpName = "FILE" };
        var set = new Option<string[]>("--set")
        {
            Description = "A key of the dataset section, for example label=quality. May be repeated.",
            HelpName = "KEY=VALUE",
            DefaultValueFactory = _ => [],
        };
        var command = new Command("data", "Shows what is understood of a data file, and the dataset section to paste into an experiment file.") { path, set };
        command.SetAction(parsed => Execute(parsed.GetRequiredValue(path), parsed.GetRequiredValue(set)));
        return command;
    }

    private static int Execute(string path, string[] keys)
    {
        var (specification, errors) = DatasetSection.Read(path, keys, Directory.GetCurrentDirectory());
        if (specification is null)
        {
            throw CommandException.BadInput(string.Join(Environment.NewLine, errors));
        }

        try
        {
            return Show(DatasetDescriber.Describe(specification), path);
        }
        catch (DatasetException error)
        {
            throw CommandException.BadInput(error.Message);
        }
    }

    private static int Show(DatasetDescription data, string path)
    {
        WriteColumns(data);
        WriteFirstRows(data);
        WriteClasses(data);
        foreach (var note in data.Notes)
        {
            AnsiConsole.WriteLine($"note: {note}");
        }

        foreach (var error in data.Errors)
        {
            Console.Error.WriteLine(error);
        }

        if (data.IsUsable)
        {
            AnsiConsole.WriteLine(data.Errors.IsEmpty ? "Paste this into an experiment file:" : "With these keys the data can be used. Check whether they mean what you want:");
            Console.WriteLine();
            Console.Write(DatasetSection.Write(data.Proposal, path));
        }

        return data.Errors.IsEmpty ? ExitCode.Success : ExitCode.BadInput;
    }

    private static void WriteColumns(DatasetDescription data)
    {
        AnsiConsole.WriteLine(Text($"{data.Rows:N0} rows{(data.Columns.IsEmpty ? "" : Text($", {data.Columns.Length:N0} columns"))}"));
        if (data.Columns.IsEmpty)
        {
            return;
        }

        var table = NarrowTable.Create().AddWhole("#", number: true).AddWrapped("Column").AddWhole("Role").AddWhole("Cells").AddWhole("Distinct", number: true)
            .AddWhole("Missing", number: true).AddWrapped("Values");
        foreach (var column in data.Columns.Take(MostColumns))
        {
            table.AddRow(
                Text($"{column.Number}"), Markup.Escape(column.Name), column.Role, column.Type, Text($"{column.Distinct:N0}"), Text($"{column.Missing:N0}"), Markup.Escape(column.Values));
        }

        AnsiConsole.Write(table);
        if (data.Columns.Length > MostColumns)
        {
            AnsiConsole.WriteLine(Text($"... and {data.Columns.Length - MostColumns:N0} more columns"));
        }
    }

    private static void WriteFirstRows(DatasetDescription data)
    {
        const int MostShown = 8;
        if (data.FirstRows.IsEmpty)
        {
            return;
        }

        var table = NarrowTable.Create();
        foreach (var column in data.Columns.Take(MostShown))
        {
            table.AddWrapped(column.Name);
        }

        foreach (var row in data.FirstRows)
        {
            table.AddRow([.. row.Take(MostShown).Select(Markup.Escape)]);
        }

        AnsiConsole.WriteLine(Text($"The first rows{(data.Columns.Length > MostShown ? Text($", {MostShown} of {data.Columns.Length} columns") : "")}:"));
        AnsiConsole.Write(table);
    }

    private static void WriteClasses(DatasetDescription data)
    {
        if (!data.IsUsable)
        {
            return;
        }

        AnsiConsole.WriteLine(Text($"{data.TrainingExamples:N0} training examples, {data.TestExamples:N0} test examples, {data.Inputs:N0} inputs"));
        if (data.Classes.IsEmpty)
        {
            AnsiConsole.WriteLine("The labels are real numbers (a regression).");
            return;
        }

        var table = NarrowTable.Create().AddWhole("Class", number: true).AddWrapped("Label").AddWhole("Training", number: true).AddWhole("Test", number: true);
        foreach (var (one, place) in data.Classes.Select((one, place) => (one, place)).Take(MostColumns))
        {
            table.AddRow(Text($"{place}"), Markup.Escape(one.Label), Text($"{one.Training:N0}"), Text($"{one.Test:N0}"));
        }

        AnsiConsole.Write(table);
        if (data.Classes.Length > MostColumns)
        {
            AnsiConsole.WriteLine(Text($"... and {data.Classes.Length - MostColumns:N0} more classes"));
        }
    }

    private const int MostColumns = 50;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
