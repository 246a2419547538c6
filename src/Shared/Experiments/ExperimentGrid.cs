using System.Collections.Immutable;

namespace NNOptim.Experiments;

/// <summary>Expands a specification into its runs. The same specification always gives the same runs with the same numbers.</summary>
public static class ExperimentGrid
{
    /// <summary>The largest number of runs of an experiment.</summary>
    public const int MaxRuns = 1_000_000;

    /// <summary>The number of runs of the grid, and at most those of its confirmation.</summary>
    /// <exception cref="OverflowException">There are more than 2^63 - 1.</exception>
    public static long CountWithConfirmation(ExperimentSpecification specification) =>
        checked(Count(specification) + (specification.Confirmation?.MostRuns(specification) ?? 0));

    /// <summary>The number of runs of the grid, computed without expanding them.</summary>
    /// <exception cref="OverflowException">There are more than 2^63 - 1.</exception>
    public static long Count(ExperimentSpecification specification)
    {
        ArgumentNullException.ThrowIfNull(specification);
        var asked = specification.Axes.Select(axis => axis.Parameter.When?.Parameter).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return Count(specification.Axes, 0, asked, []);
    }

    /// <summary>The runs, numbered from 1 in the order of the declared parameters: the first varies slowest.</summary>
    public static ImmutableArray<RunSpecification> Expand(ExperimentSpecification specification)
    {
        ArgumentNullException.ThrowIfNull(specification);
        var runs = ImmutableArray.CreateBuilder<RunSpecification>();
        Expand(specification, 0, new Chosen(), runs);
        return runs.ToImmutable();
    }

    private static long Count(ImmutableArray<ParameterAxis> axes, int place, HashSet<string> asked, Dictionary<string, string> chosen)
    {
        var count = 1L;
        for (; place < axes.Length; place++)
        {
            var axis = axes[place];
            if (!Applies(axis, chosen.GetValueOrDefault))
            {
                continue;
            }

            // Only values that a later condition depends on divide the product.
            if (asked.Contains(axis.Parameter.Name))
            {
                return checked(count * axis.Values.Sum(value => checked(Count(
                    axes, place + 1, asked, new(chosen, StringComparer.Ordinal) { [axis.Parameter.Name] = value.ToString() }))));
            }

            count = checked(count * axis.Values.Length);
        }

        return count;
    }

    private static void Expand(ExperimentSpecification specification, int place, Chosen chosen, ImmutableArray<RunSpecification>.Builder runs)
    {
        if (place == specification.Axes.Length)
        {
            runs.Add(chosen.Run(specification, runs.Count + 1));
            return;
        }

        var axis = specification.Axes[place];
        if (!Applies(axis, chosen.TextOf))
        {
            Expand(specification, place + 1, chosen, runs);
            return;
        }

        foreach (var value in axis.Values)
        {
            chosen.Push(axis.Parameter, value);
            Expand(specification, place + 1, chosen, runs);
            chosen.Pop();
        }
    }

    /// <summary>
    /// Whether an axis applies to runs with the given values. The axis of an optional parameter without a value never applies.
    /// </summary>
    private static bool Applies(ParameterAxis axis, Func<string, string?> textOf) =>
        !(axis.Values.IsEmpty && axis.Parameter.IsOptional)
        && (axis.Parameter.When is not { } when || (textOf(when.Parameter) is { } text && when.Values.Contains(text)));

    /// <summary>The values chosen so far for a run.</summary>
    private sealed class Chosen
    {
        private readonly List<(Parameter Parameter, ParameterValue Value)> values = [];
        private ImmutableArray<string> names = [];

        public void Push(Parameter parameter, ParameterValue value) => values.Add((parameter, value));

        public void Pop() => values.RemoveAt(values.Count - 1);

        public string? TextOf(string parameter)
        {
            foreach (var (candidate, value) in values)
            {
                if (candidate.Name == parameter)
                {
                    return value.ToString();
                }
            }

            return null;
        }

        public RunSpecification Run(ExperimentSpecification specification, int number)
        {
            var own = ImmutableArray.CreateBuilder<ParameterValue>(values.Count);
            var (seed, budget, isSameNames) = (0u, 1, true);
            foreach (var (parameter, value) in values)
            {
                switch (parameter.Role)
                {
                    case ParameterRole.Replicate:
                        seed = checked((uint)((ParameterValue.Integer)value).Value);
                        break;
                    case ParameterRole.Budget:
                        budget = checked((int)((ParameterValue.Integer)value).Value);
                        break;
                    default:
                        isSameNames &= own.Count < names.Length && names[own.Count] == parameter.Name;
                        own.Add(value);
                        break;
                }
            }

            if (!isSameNames || names.Length != own.Count)
            {
                names = [.. values.Where(pair => pair.Parameter.Role is not (ParameterRole.Replicate or ParameterRole.Budget)).Select(pair => pair.Parameter.Name)];
            }

            return new RunSpecification
            {
                Number = number,
                Trainable = specification.Trainable.Name,
                Values = new ParameterValues(names, own.ToImmutable()),
                Seed = seed,
                Budget = budget,
                Dataset = specification.Dataset,
            };
        }
    }
}
