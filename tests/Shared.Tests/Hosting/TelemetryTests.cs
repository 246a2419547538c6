using System.Diagnostics;
using NNOptim.Experiments;
using NNOptim.Hosting;
using Serilog.Core;

namespace NNOptim.Shared.Tests.Hosting;

/// <summary>The spans of experiments, and when they are sent.</summary>
public class TelemetryTests
{
    private static readonly ExperimentId First = ExperimentId.Parse("k3f9x2ma"), Second = ExperimentId.Parse("00000001");

    [Fact]
    public void All_spans_of_an_experiment_are_of_one_trace_whatever_was_current()
    {
        using var listener = Listen();
        using var around = new Activity("around").Start();

        using var submit = Telemetry.Start("submit", First, ActivityKind.Internal, 0).ShouldNotBeNull();
        Activity.Current.ShouldBe(around);
        using var unrelated = Telemetry.Start("submit", First, ActivityKind.Internal).ShouldNotBeNull();
        using var other = Telemetry.Start("submit", Second, ActivityKind.Internal).ShouldNotBeNull();

        submit.ParentSpanId.ShouldBe(default);
        unrelated.TraceId.ShouldBe(submit.TraceId);
        other.TraceId.ShouldNotBe(submit.TraceId);
    }

    [Fact]
    public void A_span_is_the_child_of_the_first_that_led_to_it_and_linked_to_the_others()
    {
        using var listener = Listen();
        using var one = Telemetry.Start("train", First, ActivityKind.Consumer).ShouldNotBeNull();
        using var two = Telemetry.Start("train", First, ActivityKind.Consumer).ShouldNotBeNull();

        using var persist = Telemetry.Start("persist", First, ActivityKind.Internal, 0, Telemetry.IdOf(one), Telemetry.IdOf(two), Telemetry.IdOf(one)).ShouldNotBeNull();

        persist.ParentSpanId.ShouldBe(one.SpanId);
        persist.TraceId.ShouldBe(one.TraceId);
        persist.Links.ShouldHaveSingleItem().Context.SpanId.ShouldBe(two.SpanId);
        Telemetry.IdOf(null).ShouldBe(0UL);
    }

    [Fact]
    public void Nothing_is_sent_unless_a_variable_names_an_endpoint()
    {
        Start().ShouldBeNull();
        Start(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4317"), ("OTEL_SDK_DISABLED", "true")).ShouldBeNull();
        Start(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4317"), ("OTEL_TRACES_EXPORTER", "none"), ("OTEL_METRICS_EXPORTER", "none")).ShouldBeNull();
        using var export = Start(("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://127.0.0.1:4317"));
        export.ShouldNotBeNull();

        static TelemetryExport? Start(params (string Name, string Value)[] variables) =>
            TelemetryExport.Start("test", name => variables.FirstOrDefault(variable => variable.Name == name).Value, Logger.None);
    }

    private static ActivityListener Listen()
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Telemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
