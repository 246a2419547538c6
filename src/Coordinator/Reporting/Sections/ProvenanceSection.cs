using System.Globalization;
using NNOptim.Experiments;
using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Documents;

namespace NNOptim.Reporting.Sections;

/// <summary>The origin of the results: the specification, the program and the time.</summary>
internal static class ProvenanceSection
{
    public static void Write(IDocumentText text, ExperimentAnalysis analysis, ReportOptions options)
    {
        var experiment = analysis.Experiment;
        var environment = experiment.Environment;
        text.Heading(2, "What was run");
        var table = new ReportTable().Text("property").Text("value");
        table.Row(["experiment", $"{experiment.Specification.Name} ({experiment.Id})"]);
        table.Row(["submitted", Time(experiment.SubmittedAt)]);
        table.Row(["ended", experiment.EndedAt is { } end ? $"{Time(end)} ({Wording.Seconds((end - experiment.SubmittedAt).TotalSeconds)} later)" : "not yet"]);
        table.Row(["runs", Runs(analysis)]);
        DataRows.Add(table, experiment);
        table.Row(["program", environment.ProgramVersion]);
        table.Row(["runtime", environment.Runtime]);
        table.Row(["operating system", environment.OperatingSystem]);
        table.Row(["processor", $"{(environment.ProcessorName.Length > 0 ? environment.ProcessorName + ", " : "")}{environment.Processors} logical, vectors of {environment.VectorBits} bits"]);
        table.Row(["command", environment.CommandLine]);
        text.Table(table);
        if (options.ResolvedSpecification.Length > 0)
        {
            text.Paragraph("The specification with every default filled in:");
            text.Code("yaml", options.ResolvedSpecification);
        }
    }

    private static string Runs(ExperimentAnalysis analysis) =>
        $"{Wording.Count(analysis.Runs.Length)}: " + string.Join(", ", Enum.GetValues<RunState>()
            .Select(state => (State: state, Count: analysis.Count(state)))
            .Where(pair => pair.Count > 0)
            .Select(pair => $"{Wording.Count(pair.Count)} {Wording.StateName(pair.State)}"));

    private static string Time(DateTimeOffset time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
