using System.Collections.Immutable;
using NNOptim.Experiments;
using Wire = NNOptim.Protocol.Serialization.Messages;

namespace NNOptim.Protocol.Serialization;

/// <summary>
/// Converts assignments to and from their wire form. The runs of a message share most of their values. So each parameter has a column of
/// distinct values, and each run stores indices into the columns.
/// </summary>
internal static class AssignmentMapping
{
    public static Wire.AssignRuns ToWire(AssignRuns assign)
    {
        var wire = new Wire.AssignRuns
        {
            Experiment = assign.ExperimentId.Value,
            Dataset = DatasetMapping.ToWire(assign.Dataset),
            Trainable = assign.Runs.IsEmpty ? "" : assign.Runs[0].Run.Trainable,
            Metrics = { assign.Metrics },
        };
        var columns = new List<Column>();
        var shapes = new List<ImmutableArray<string>>();
        foreach (var assigned in assign.Runs)
        {
            var names = assigned.Run.Values.Names;
            var shape = shapes.FindIndex(known => known == names || known.AsSpan().SequenceEqual(names.AsSpan()));
            if (shape < 0)
            {
                shape = shapes.Count;
                shapes.Add(names);
                wire.Shapes.Add(new Wire.Shape { Columns = { names.Select(name => ColumnOf(columns, name)) } });
            }

            wire.Runs.Add(ToWire(assigned, shape, wire.Shapes[shape], columns));
        }

        wire.Columns.AddRange(columns.Select(column => column.Wire));
        return wire;
    }

    public static AssignRuns FromWire(Wire.AssignRuns wire)
    {
        var dataset = DatasetMapping.FromWire(wire.Dataset);
        var columns = wire.Columns.Select(column => column.Values.Select(ValueMapping.FromWire).ToImmutableArray()).ToImmutableArray();
        var names = wire.Shapes.Select(shape => shape.Columns.Select(column => wire.Columns[Place(column)].Parameter).ToImmutableArray()).ToImmutableArray();
        return new AssignRuns(
            ExperimentId.Parse(wire.Experiment),
            dataset,
            [.. wire.Runs.Select(run => new AssignedRun(
                run.Attempt,
                new RunSpecification
                {
                    Number = run.Number,
                    Trainable = wire.Trainable,
                    Values = new ParameterValues(
                        names[Place(run.Shape)],
                        [.. run.Places.Zip(wire.Shapes[Place(run.Shape)].Columns, (place, column) => columns[Place(column)][Place(place)])]),
                    Seed = run.Seed,
                    Budget = run.Budget,
                    Dataset = dataset,
                },
                run.CheckpointEpoch,
                run.Span))],
            [.. wire.Metrics]);
    }

    private static Wire.AssignedRun ToWire(AssignedRun assigned, int shape, Wire.Shape wireShape, List<Column> columns) => new()
    {
        Attempt = assigned.Attempt,
        Number = assigned.Run.Number,
        Shape = (uint)shape,
        Places = { assigned.Run.Values.Values.Zip(wireShape.Columns, (value, column) => columns[(int)column].PlaceOf(value)) },
        Seed = assigned.Run.Seed,
        Budget = assigned.Run.Budget,
        CheckpointEpoch = assigned.CheckpointEpoch,
        Span = assigned.Span,
    };

    private static uint ColumnOf(List<Column> columns, string parameter)
    {
        var place = columns.FindIndex(column => column.Wire.Parameter == parameter);
        if (place < 0)
        {
            place = columns.Count;
            columns.Add(new Column(parameter));
        }

        return (uint)place;
    }

    /// <summary>A place as an index. One that is too large becomes an index out of every range.</summary>
    private static int Place(uint place) => place <= int.MaxValue ? (int)place : -1;

    /// <summary>The distinct values of a parameter, each with its index.</summary>
    private sealed class Column(string parameter)
    {
        private readonly Dictionary<ParameterValue, uint> places = [];

        public Wire.Axis Wire { get; } = new() { Parameter = parameter };

        public uint PlaceOf(ParameterValue value)
        {
            if (!places.TryGetValue(value, out var place))
            {
                places.Add(value, place = (uint)Wire.Values.Count);
                Wire.Values.Add(ValueMapping.ToWire(value));
            }

            return place;
        }
    }
}
