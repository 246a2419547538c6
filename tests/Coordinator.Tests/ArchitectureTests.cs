using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using NetArchTest.Rules;
using NNOptim.Coordinator.Actors;
using NNOptim.Protocol;
using NNOptim.Worker.Actors;

namespace NNOptim.Coordinator.Tests;

/// <summary>Rules that project references do not express: forbidden references, and rules within a project.</summary>
public class ArchitectureTests
{
    private static readonly Assembly[] Product =
    [
        typeof(global::NNOptim.Experiments.ExperimentSpecification).Assembly, typeof(global::NNOptim.Files.InputFile).Assembly, typeof(global::NNOptim.Yaml.YamlTextException).Assembly,
        typeof(IProtocolMessage).Assembly, typeof(global::NNOptim.Hosting.NodeSettings).Assembly, typeof(global::NNOptim.Training.Trainer).Assembly, typeof(WorkerActor).Assembly,
        typeof(global::NNOptim.ExperimentFiles.ExperimentFileReader).Assembly, typeof(global::NNOptim.Persistence.CoordinatorLease).Assembly, typeof(global::NNOptim.Scheduling.ExperimentProtocol).Assembly, typeof(global::NNOptim.Search.ISearch).Assembly,
        typeof(global::NNOptim.History.ExperimentHistory).Assembly, typeof(global::NNOptim.Reporting.Analysis.ExperimentAnalysis).Assembly, typeof(CoordinatorActor).Assembly,
        typeof(global::NNOptim.Cli.CommandLineProgram).Assembly,
    ];

    public static TheoryData<string, string[]> Borders => new()
    {
        { "NNOptim.Experiments", ["NNOptim.", "Akka", "Google", "Serilog", "SharpYaml", "System.CommandLine"] },
        { "NNOptim.Files", ["NNOptim.", "Akka", "Google", "Serilog", "SharpYaml", "System.CommandLine"] },
        { "NNOptim.Training", ["Akka", "Google", "Serilog", "OpenTelemetry", "SharpYaml", "System.CommandLine", "NNOptim.Protocol", "NNOptim.Hosting"] },
        { "NNOptim.Search", ["Akka.", "Serilog", "NNOptim.Hosting", "NNOptim.Protocol", "NNOptim.Scheduling"] },
        { "NNOptim.Scheduling", ["Akka.", "Serilog", "NNOptim.Hosting"] },
        { "NNOptim.Reporting", ["Akka", "Serilog", "Microsoft.Data", "linq2db", "Npgsql", "NNOptim.Protocol", "NNOptim.Hosting", "NNOptim.Persistence", "NNOptim.History"] },
        { "NNOptim.Worker", ["NNOptim.Coordinator", "NNOptim.Persistence", "NNOptim.Reporting", "NNOptim.History"] },
    };

    [Theory]
    [MemberData(nameof(Borders))]
    public void A_project_references_none_of_these(string project, string[] others)
    {
        var referenced = Product.Single(assembly => assembly.GetName().Name == project).GetReferencedAssemblies().Select(name => name.Name!).ToList();

        referenced.ShouldNotBeEmpty();
        referenced.Where(name => others.Any(other => name.StartsWith(other, StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [Fact]
    public void No_executable_of_the_product_references_another()
    {
        var programs = Directory.GetFiles(SourceFolder(), "*.csproj", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file) is var text
                && (text.Contains("<OutputType>Exe</OutputType>", StringComparison.Ordinal) || text.Contains("/Program.props\"", StringComparison.Ordinal)))
            .ToList();

        programs.Count.ShouldBe(2);
        programs.ShouldAllBe(file => !programs.Any(other => File.ReadAllText(file).Contains($"\\{Path.GetFileName(other)}\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_dashboard_uses_only_messages_to_the_coordinator() => ShouldHold(In("NNOptim.Coordinator.Dashboard")
        .ShouldNot().HaveDependencyOnAny("NNOptim.Coordinator.Actors", "Microsoft.Data", "LinqToDB").GetResult());

    [Fact]
    public void A_workers_side_of_the_protocol_has_no_actors() => ShouldHold(In("NNOptim.Worker.Scheduling")
        .ShouldNot().HaveDependencyOnAny("Akka", "NNOptim.Worker.Actors", "NNOptim.Training", "NNOptim.Hosting").GetResult());

    [Fact]
    public void Only_commands_use_the_console() => ShouldHold(Types.InAssemblies(Product).That()
        .DoNotResideInNamespaceStartingWith("NNOptim.Cli").And().DoNotResideInNamespaceStartingWith("NNOptim.Hosting.Programs").And().DoNotResideInNamespaceStartingWith("NNOptim.Worker.Commands")
        .And().DoNotHaveName("Program")
        .ShouldNot().HaveDependencyOn("System.Console").GetResult());

    [Fact]
    public void Messages_are_sealed_and_hold_nothing_that_changes()
    {
        var messages = typeof(IProtocolMessage).Assembly.GetTypes()
            .Where(type => type.Namespace == "NNOptim.Protocol" && type is { IsInterface: false, IsEnum: false } && !(type.IsAbstract && type.IsSealed))
            .ToList();

        messages.ShouldNotBeEmpty();
        foreach (var message in messages)
        {
            message.IsSealed.ShouldBeTrue(message.Name);
            foreach (var property in message.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            {
                (property.SetMethod is null || property.SetMethod.ReturnParameter.GetRequiredCustomModifiers()
                    .Contains(typeof(System.Runtime.CompilerServices.IsExternalInit))).ShouldBeTrue($"{message.Name}.{property.Name} can be set");
                IsImmutable(property.PropertyType).ShouldBeTrue($"{message.Name}.{property.Name} can change");
            }
        }
    }

    [Theory]
    [InlineData("Shared/Experiments")]
    [InlineData("Shared/Protocol")]
    [InlineData("Shared/Hosting/Security")]
    [InlineData("Worker/Training")]
    [InlineData("Worker/Node/Actors")]
    [InlineData("Worker/Node/Scheduling")]
    [InlineData("Coordinator/Scheduling")]
    [InlineData("Coordinator/Search")]
    [InlineData("Coordinator/Node/Actors")]
    public void Time_comes_from_events_and_from_the_clock_that_is_given(string room)
    {
        var files = Directory.GetFiles(Path.Combine(SourceFolder(), room), "*.cs", SearchOption.AllDirectories);

        files.ShouldNotBeEmpty();
        string[] clocks = ["DateTime.Now", "DateTime.UtcNow", "DateTimeOffset.Now", "DateTimeOffset.UtcNow", "Stopwatch.", "Environment.TickCount"];
        files.Where(file => clocks.Any(File.ReadAllText(file).Contains)).ShouldBeEmpty();
    }

    private static PredicateList In(string room) => Types.InAssemblies(Product).That().ResideInNamespaceStartingWith(room);

    private static void ShouldHold(NetArchTest.Rules.TestResult result) => (result.FailingTypeNames ?? []).ShouldBeEmpty();

    private static bool IsImmutable(Type type) =>
        !type.IsArray
        && (!type.IsAssignableTo(typeof(IEnumerable)) || type == typeof(string)
            || (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(ImmutableArray<>) || type.GetGenericTypeDefinition() == typeof(ImmutableSortedDictionary<,>))));

    private static string SourceFolder([System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "src"));
}
