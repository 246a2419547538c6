using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using NetArchTest.Rules;
using NNOptim.Coordinator.Actors;
using NNOptim.Shared.Protocol;
using NNOptim.Worker.Actors;

namespace NNOptim.Coordinator.Tests;

/// <summary>The arrows between the rooms of the house.</summary>
public class ArchitectureTests
{
    private const string Shared = "NNOptim.Shared";
    private const string Worker = "NNOptim.Worker";
    private const string Coordinator = "NNOptim.Coordinator";

    private static readonly Assembly[] Product =
        [typeof(IProtocolMessage).Assembly, typeof(WorkerActor).Assembly, typeof(CoordinatorActor).Assembly];

    public static TheoryData<string, string[]> Arrows => new()
    {
        { $"{Shared}.Experiments", [$"{Shared}.Protocol", $"{Shared}.Lifecycle", $"{Shared}.Serialization", $"{Shared}.Hosting", "Akka", "Google", "Serilog"] },
        { $"{Shared}.Protocol", [$"{Shared}.Lifecycle", $"{Shared}.Serialization", $"{Shared}.Hosting", "Akka", "Google", "Serilog"] },
        { $"{Shared}.Lifecycle", [$"{Shared}.Serialization", $"{Shared}.Hosting", "Akka", "Google", "Serilog"] },
        { $"{Shared}.Files", [$"{Shared}.Settings", $"{Shared}.Security", $"{Shared}.Experiments", $"{Shared}.Protocol", $"{Shared}.Lifecycle", $"{Shared}.Serialization", $"{Shared}.Hosting", "Akka", "Google", "Serilog"] },
        { $"{Shared}.Security", [$"{Shared}.Settings", $"{Shared}.Experiments", $"{Shared}.Protocol", $"{Shared}.Lifecycle", $"{Shared}.Serialization", $"{Shared}.Hosting", "Akka", "Google", "Serilog"] },
        { $"{Shared}.Settings", [$"{Shared}.Experiments", $"{Shared}.Protocol", $"{Shared}.Lifecycle", $"{Shared}.Serialization", $"{Shared}.Hosting", "Akka", "Google", "Serilog"] },
        { Shared, [Worker, Coordinator] },
        { $"{Worker}.Training", ["Akka", $"{Worker}.Actors", $"{Worker}.Commands", "System.Console", $"{Shared}.Protocol", $"{Shared}.Lifecycle", $"{Shared}.Serialization", $"{Shared}.Hosting"] },
        { $"{Worker}.Scheduling", ["Akka", $"{Worker}.Actors", $"{Worker}.Commands", $"{Worker}.Training", $"{Shared}.Serialization", $"{Shared}.Hosting"] },
        { Worker, [Coordinator] },
        { $"{Coordinator}.Reporting", [$"{Coordinator}.Dashboard", $"{Coordinator}.Actors", $"{Coordinator}.Persistence", $"{Coordinator}.History", $"{Coordinator}.Commands", "Akka", "Microsoft.Data", "LinqToDB"] },
        { $"{Coordinator}.ExperimentFiles", [$"{Coordinator}.Dashboard", $"{Coordinator}.Actors", $"{Coordinator}.Persistence", $"{Coordinator}.History", $"{Coordinator}.Commands", $"{Coordinator}.Reporting", "Akka"] },
        { $"{Coordinator}.History", [$"{Coordinator}.Dashboard", $"{Coordinator}.Actors", $"{Coordinator}.Commands", $"{Coordinator}.Reporting", "Akka"] },
        { $"{Coordinator}.Persistence", [$"{Coordinator}.Dashboard", $"{Coordinator}.Actors", $"{Coordinator}.History", $"{Coordinator}.Commands", $"{Coordinator}.Reporting"] },
        { $"{Coordinator}.Scheduling", [$"{Coordinator}.Dashboard", "Akka", $"{Coordinator}.Actors", $"{Coordinator}.Persistence", $"{Coordinator}.History", $"{Coordinator}.Commands", $"{Coordinator}.Reporting"] },
        { $"{Coordinator}.Dashboard", [$"{Coordinator}.Commands", $"{Coordinator}.Actors", "Microsoft.Data", "LinqToDB"] },
        { $"{Coordinator}.Actors", [$"{Coordinator}.Dashboard", $"{Coordinator}.History", $"{Coordinator}.Commands", $"{Coordinator}.Reporting", "Microsoft.Data"] },
    };

    [Theory]
    [MemberData(nameof(Arrows))]
    public void A_room_knows_nothing_of_these(string room, string[] others) =>
        ShouldHold(In(room).ShouldNot().HaveDependencyOnAny(others).GetResult());

    [Fact]
    public void Every_room_of_an_arrow_is_there() =>
        Arrows.Select(row => row.Data.Item1).ShouldAllBe(room => In(room).GetTypes().Any());

    [Fact]
    public void The_console_is_the_commands_alone() => ShouldHold(Types.InAssemblies(Product).That()
        .DoNotResideInNamespaceStartingWith($"{Coordinator}.Commands").And().DoNotResideInNamespaceStartingWith($"{Worker}.Commands")
        .And().DoNotHaveName("Program")
        .ShouldNot().HaveDependencyOn("System.Console").GetResult());

    [Fact]
    public void Messages_are_sealed_and_hold_nothing_that_changes()
    {
        var messages = typeof(IProtocolMessage).Assembly.GetTypes()
            .Where(type => type.Namespace == $"{Shared}.Protocol" && type is { IsInterface: false, IsEnum: false } && !(type.IsAbstract && type.IsSealed))
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
    [InlineData("Shared/Lifecycle")]
    [InlineData("Shared/Experiments")]
    [InlineData("Shared/Protocol")]
    [InlineData("Shared/Serialization")]
    [InlineData("Shared/Security")]
    [InlineData("Worker/Training")]
    [InlineData("Worker/Actors")]
    [InlineData("Worker/Scheduling")]
    [InlineData("Coordinator/Actors")]
    [InlineData("Coordinator/Scheduling")]
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
            || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>)));

    private static string SourceFolder([System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "src"));
}
