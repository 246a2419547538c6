using System.Diagnostics;
using NNOptim.Shared.Experiments;
using NNOptim.Shared.Hosting;

namespace NNOptim.Shared.Tests.Hosting;

/// <summary>Spans of experiments, and when they are sent.</summary>
public class TelemetryTests
{
    private static readonly ExperimentId First = ExperimentId.Parse("k3f9x2ma"), Second = ExperimentId.Parse("00000001");

    [Fact]
    public void All_spans_of_an_experiment_are_of_one_trace_whatever_was_current()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Telemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        using var around = new Activity("around").Start();

        using var submit = Telemetry.Start("submit", First).ShouldNotBeNull();
        Activity.Current.ShouldBe(around);
        using var train = Telemetry.Start("train", First).ShouldNotBeNull();
        using var other = Telemetry.Start("submit", Second).ShouldNotBeNull();

        train.TraceId.ShouldBe(submit.TraceId);
        train.ParentSpanId.ShouldBe(submit.ParentSpanId);
        other.TraceId.ShouldNotBe(submit.TraceId);
    }

    [Fact]
    public void Nothing_is_sent_unless_a_variable_names_an_endpoint()
    {
        TelemetryExport.Start("test", _ => null).ShouldBeNull();
        TelemetryExport.Start("test", name => name == "OTEL_SDK_DISABLED" ? "true" : "http://127.0.0.1:4317").ShouldBeNull();
        using var export = TelemetryExport.Start("test", name => name == "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT" ? "http://127.0.0.1:4317" : null);
        export.ShouldNotBeNull();
    }
}
