using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using NNOptim.ExperimentFiles;
using NNOptim.Experiments;
using NNOptim.Reporting;
using NNOptim.Reporting.Analysis;
using Spectre.Console;

namespace NNOptim.Cli.HistoryVerbs;

/// <summary><c>nnoptim history compare A B [...]</c>: experiments side by side.</summary>
internal static class CompareVerb
{
    private const int MostCells = 40;

    public static Command Create(JournalOption database)
    {
        var ids = ExperimentSelector.Several(database.AddressOf);
        var json = CommonOptions.Json();
        var command = new Command("compare", "Puts experiments side by side: what differs in their specifications, their common cells, and whether their runs agree bit for bit.") { ids, json };
        command.SetAction(parsed =>
        {
            var target = database.Open(parsed);
            var experiments = parsed.GetRequiredValue(ids).Select(id => ExperimentSelector.Load(target, id)).DistinctBy(experiment => experiment.Id).ToList();
            if (experiments.Count < 2)
            {
                throw CommandException.BadInput($"id: all of them are experiment {experiments[0].Id}; give two different ones.");
            }

            var differences = SpecificationDifference.Among([.. experiments.Select(experiment => experiment.Specification)]);
            var cells = ExperimentComparison.Cells(experiments);
            var bits = experiments.Skip(1).Select(other => ExperimentComparison.Bits(experiments[0], other)).ToImmutableArray();
            if (parsed.GetValue(json))
            {
                WriteJson(experiments, differences, cells, bits);
            }
            else
            {
                Write(AnsiConsole.Console, experiments, differences, cells, bits);
            }

            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>One sentence on an agreement.</summary>
    internal static string Sentence(BitAgreement bits) => bits.Compared == 0
        ? "no run of the same setting has come out in both"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{bits.Agreeing:N0} of {Wording.Counted(bits.Compared, "run")} of the same setting {(bits.Compared == 1 ? "agrees" : "agree")} bit for bit{(bits.Differing.IsEmpty ? "" : $"; run {bits.Differing[0]} is the first that does not")}{(bits.Unfinished == 0 ? "" : $"; {bits.Unfinished:N0} {(bits.Unfinished == 1 ? "has" : "have")} not come out in both")}");

    private static void Write(
        IAnsiConsole console,
        List<ExperimentRecord> experiments,
        ImmutableArray<SpecificationDifference> differences,
        ImmutableArray<CellAcross> cells,
        ImmutableArray<BitAgreement> bits)
    {
        if (differences.IsEmpty)
        {
            console.WriteLine("The specifications are the same.");
        }
        else
        {
            var table = NarrowTable.Create().AddWhole("Differs");
            foreach (var experiment in experiments)
            {
                table.AddWrapped(HeadOf(experiment));
            }

            foreach (var difference in differences)
            {
                table.AddRow([Markup.Escape(difference.Key), .. difference.Values.Select(value => Markup.Escape(value ?? Wording.Absent))]);
            }

            console.Write(table);
        }

        if (cells.IsEmpty)
        {
            console.WriteLine("They have no cell in common.");
        }
        else
        {
            WriteCells(console, experiments, cells);
        }

        for (var i = 0; i < bits.Length; i++)
        {
            var sameCosts = experiments[0].Specification.RecordEvery == experiments[i + 1].Specification.RecordEvery;
            Console.WriteLine($"{experiments[0].Id} and {experiments[i + 1].Id}: {Sentence(bits[i])}{(sameCosts ? "" : $" (costs of every {bits[i].CostsEvery} epochs, which both recorded)")}.");
        }
    }

    private static void WriteCells(IAnsiConsole console, List<ExperimentRecord> experiments, ImmutableArray<CellAcross> cells)
    {
        var shown = Hyperparameters.InOrder.Where(axis => cells.Any(cell => cell.Setting.Any(value => value.Hyperparameter == axis))).ToList();
        var table = NarrowTable.Create();
        foreach (var axis in shown)
        {
            table.AddWhole(axis.Name.Replace('_', ' '));
        }

        foreach (var experiment in experiments)
        {
            table.AddWrapped(HeadOf(experiment) + "\nmean final cost (seeds)");
        }

        foreach (var cell in cells.OrderBy(cell => cell.Cells.Min(part => part?.MeanFinalCost ?? double.MaxValue)).Take(MostCells))
        {
            table.AddRow(
            [
                .. shown.Select(axis => Markup.Escape(TextOf(cell, axis))),
                .. cell.Cells.Select(part => part is null ? Wording.Absent : string.Create(CultureInfo.InvariantCulture, $"{Wording.Cost(part.MeanFinalCost)} ({part.Completed}/{part.Runs})")),
            ]);
        }

        console.Write(table);
        if (cells.Length > MostCells)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The best {MostCells} of {cells.Length:N0} common cells; --json has all."));
        }
    }

    private static string HeadOf(ExperimentRecord experiment) => $"{experiment.Specification.Name} ({experiment.Id})";

    private static string TextOf(CellAcross cell, Hyperparameter axis) =>
        cell.Setting.FirstOrDefault(value => value.Hyperparameter == axis).Text ?? "";

    private static void WriteJson(
        List<ExperimentRecord> experiments,
        ImmutableArray<SpecificationDifference> differences,
        ImmutableArray<CellAcross> cells,
        ImmutableArray<BitAgreement> bits) =>
        JsonLines.Write(Console.Out, writer =>
        {
            ShowJson.Array(writer, "experiments", experiments, experiment =>
            {
                writer.WriteString("experiment", experiment.Id.Value);
                writer.WriteString("name", experiment.Specification.Name);
            });
            ShowJson.Array(writer, "differences", differences, difference =>
            {
                writer.WriteString("key", difference.Key);
                writer.WriteStartArray("values");
                foreach (var value in difference.Values)
                {
                    writer.WriteStringValue(value);
                }

                writer.WriteEndArray();
            });
            ShowJson.Array(writer, "cells", cells, cell =>
            {
                foreach (var (hyperparameter, text) in cell.Setting)
                {
                    writer.WriteString(hyperparameter.Name, text);
                }

                ShowJson.Array(writer, "experiments", cell.Cells, part =>
                {
                    writer.WriteNumber("runs", part?.Runs ?? 0);
                    writer.WriteNumber("completed", part?.Completed ?? 0);
                    ShowJson.Number(writer, "mean_final_cost", part?.MeanFinalCost);
                    ShowJson.Number(writer, "mean_accuracy", part?.MeanAccuracy);
                });
            });
            ShowJson.Array(writer, "bits", experiments.Skip(1).Zip(bits, (other, agreement) => (Other: other, Agreement: agreement)), pair =>
            {
                writer.WriteString("experiment", pair.Other.Id.Value);
                writer.WriteString("with", experiments[0].Id.Value);
                WriteBits(writer, pair.Agreement);
            });
        });

    /// <summary>The fields of an agreement.</summary>
    internal static void WriteBits(System.Text.Json.Utf8JsonWriter writer, BitAgreement bits)
    {
        writer.WriteNumber("runs_compared", bits.Compared);
        writer.WriteNumber("runs_agreeing", bits.Agreeing);
        writer.WriteNumber("runs_unfinished", bits.Unfinished);
        writer.WriteNumber("costs_compared_every", bits.CostsEvery);
        writer.WriteStartArray("runs_differing");
        foreach (var run in bits.Differing)
        {
            writer.WriteNumberValue(run);
        }

        writer.WriteEndArray();
    }
}
