using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using NNOptim.ExperimentFiles;
using NNOptim.Experiments;
using NNOptim.Reporting;
using NNOptim.Reporting.Analysis;
using Spectre.Console;
using static System.FormattableString;

namespace NNOptim.Cli.HistoryCommands;

/// <summary><c>nnoptim history compare A B [...]</c>: compares experiments side by side.</summary>
internal static class CompareCommand
{
    private const int MaxConfigurations = 40;

    public static Command Create(JournalOption database)
    {
        var ids = ExperimentSelector.MultipleArgument(database.AddressOf, database.RemoteOf);
        var json = CommonOptions.Json();
        var command = new Command("compare", "Compares experiments: the differences in their specifications, their common configurations, and whether their runs agree bit for bit.") { ids, json };
        command.SetAction((parsed, _) => database.ReadAsync(parsed, parsed.GetRequiredValue(ids), source =>
        {
            var experiments = source.Given.Select(id => ExperimentSelector.Load(source.Database, id)).DistinctBy(experiment => experiment.Id).ToList();
            if (experiments.Count < 2)
            {
                throw CommandException.BadInput($"id: all ids name experiment {experiments[0].Id}; give two different experiments.");
            }

            var differences = SpecificationDifference.Among([.. experiments.Select(experiment => experiment.Specification)]);
            var configurations = ExperimentComparison.Configurations(experiments);
            var bits = experiments.Skip(1).Select(other => ExperimentComparison.Bits(experiments[0], other)).ToImmutableArray();
            if (parsed.GetValue(json))
            {
                WriteJson(experiments, differences, configurations, bits);
            }
            else
            {
                Write(AnsiConsole.Console, experiments, differences, configurations, bits);
            }

            return ExitCode.Success;
        }));
        return command;
    }

    /// <summary>Describes an agreement in one sentence.</summary>
    internal static string Sentence(BitAgreement bits) => bits.Compared == 0
        ? "no run of the same configuration and seed has a result in both"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{bits.Agreeing:N0} of {Wording.Counted(bits.Compared, "run")} of the same configuration and seed {(bits.Compared == 1 ? "agrees" : "agree")} bit for bit{(bits.Differing.IsEmpty ? "" : $"; run {bits.Differing[0]} is the first that differs")}{(bits.Unfinished == 0 ? "" : $"; {bits.Unfinished:N0} {(bits.Unfinished == 1 ? "has" : "have")} no result in both")}");

    private static void Write(
        IAnsiConsole console,
        List<ExperimentRecord> experiments,
        ImmutableArray<SpecificationDifference> differences,
        ImmutableArray<ConfigurationAcross> configurations,
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

        if (configurations.IsEmpty)
        {
            console.WriteLine("The experiments have no configuration in common.");
        }
        else
        {
            WriteConfigurations(console, experiments, configurations);
        }

        for (var i = 0; i < bits.Length; i++)
        {
            var sameCosts = experiments[0].Specification.RecordEvery == experiments[i + 1].Specification.RecordEvery;
            Console.WriteLine($"{experiments[0].Id} and {experiments[i + 1].Id}: {Sentence(bits[i])}{(sameCosts ? "" : $" (costs of every {bits[i].CostsEvery} epochs, which both recorded)")}.");
        }
    }

    private static void WriteConfigurations(IAnsiConsole console, List<ExperimentRecord> experiments, ImmutableArray<ConfigurationAcross> configurations)
    {
        var shown = configurations.SelectMany(configuration => configuration.Values.Select(value => value.Parameter)).DistinctBy(parameter => parameter.Name).ToList();
        var table = NarrowTable.Create();
        foreach (var parameter in shown)
        {
            table.AddWhole(Wording.Sentence(parameter.Label).Replace(' ', '\n'));
        }

        foreach (var experiment in experiments)
        {
            table.AddWrapped($"{HeadOf(experiment)}\nmean {ObjectiveOf(experiment).Label} (seeds)");
        }

        foreach (var configuration in configurations.OrderBy(configuration => OrderOf(configuration, experiments)).Take(MaxConfigurations))
        {
            table.AddRow(
            [
                .. shown.Select(parameter => Markup.Escape(TextOf(configuration, parameter))),
                .. configuration.Configurations.Zip(experiments, (part, experiment) => part is null
                    ? Wording.Absent
                    : Invariant($"{ObjectiveOf(experiment).Text(part.Score?.Mean)} ({part.Completed.Length}/{part.Runs.Length})")),
            ]);
        }

        console.Write(table);
        if (configurations.Length > MaxConfigurations)
        {
            Console.WriteLine(Invariant($"The best {MaxConfigurations} of {configurations.Length:N0} common configurations; --json lists all."));
        }
    }

    private static Objective ObjectiveOf(ExperimentRecord experiment) => Objective.FromTrainable(experiment.Specification.Declaration);

    private static double OrderOf(ConfigurationAcross configuration, List<ExperimentRecord> experiments) =>
        configuration.Configurations.Zip(experiments, (part, experiment) => ObjectiveOf(experiment).Order(part?.Score?.Mean)).Min();

    private static string HeadOf(ExperimentRecord experiment) => $"{experiment.Specification.Name} ({experiment.Id})";

    private static string TextOf(ConfigurationAcross configuration, Parameter parameter) =>
        configuration.Values.FirstOrDefault(value => value.Parameter.Name == parameter.Name).Text ?? "";

    private static void WriteJson(
        List<ExperimentRecord> experiments,
        ImmutableArray<SpecificationDifference> differences,
        ImmutableArray<ConfigurationAcross> configurations,
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
            ShowJson.Array(writer, "configurations", configurations, configuration =>
            {
                writer.WriteStartObject("values");
                foreach (var (parameter, text) in configuration.Values)
                {
                    writer.WriteString(parameter.Name, text);
                }

                writer.WriteEndObject();
                ShowJson.Array(writer, "experiments", configuration.Configurations.Zip(experiments), pair => WriteFigures(writer, pair.Item1, pair.Item2));
            });
            ShowJson.Array(writer, "bits", experiments.Skip(1).Zip(bits, (other, agreement) => (Other: other, Agreement: agreement)), pair =>
            {
                writer.WriteString("experiment", pair.Other.Id.Value);
                writer.WriteString("with", experiments[0].Id.Value);
                WriteBits(writer, pair.Agreement);
            });
        });

    private static void WriteFigures(Utf8JsonWriter writer, Configuration? configuration, ExperimentRecord experiment)
    {
        writer.WriteNumber("runs", configuration?.Runs.Length ?? 0);
        writer.WriteNumber("completed", configuration?.Completed.Length ?? 0);
        ShowJson.Number(writer, "mean_objective", configuration?.Score?.Mean);
        writer.WriteStartObject("metrics");
        foreach (var metric in experiment.Specification.Trainable.Metrics)
        {
            ShowJson.Number(writer, metric.Name, configuration?.Summary(metric.Name)?.Mean);
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes the fields of an agreement.</summary>
    internal static void WriteBits(Utf8JsonWriter writer, BitAgreement bits)
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
