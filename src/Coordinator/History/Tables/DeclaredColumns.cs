using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using NNOptim.Experiments;
using NNOptim.Persistence;

namespace NNOptim.History.Tables;

/// <summary>How a column stores the values of a parameter.</summary>
internal enum ColumnKind
{
    /// <summary>Real numbers.</summary>
    Real,

    /// <summary>Whole numbers.</summary>
    Whole,

    /// <summary>Strings.</summary>
    Text,

    /// <summary>On SQLite numbers and strings; PostgreSQL has no such column and stores strings.</summary>
    Any,
}

/// <summary>
/// The columns for a declaration: one in <c>configurations</c> for each parameter of the grid that belongs to a configuration, and one in
/// <c>runs</c> for each parameter of the split and for each metric. Builds the parts of statements that name them, and reads them from rows.
/// </summary>
internal sealed class DeclaredColumns(Trainable trainable)
{
    /// <summary>The prefix of a parameter's name in the result of a query that joins other tables.</summary>
    private const string ValuePrefix = "p.";

    /// <summary>The prefix of a metric's name.</summary>
    private const string MetricPrefix = "m.";

    /// <summary>The declaration.</summary>
    public Trainable Trainable => trainable;

    /// <summary>The name of the metric by which configurations are ranked.</summary>
    public string Objective { get; private init; } = trainable.Objective;

    /// <summary>The name of the compared parameter; null when there is none.</summary>
    public string? Compared { get; private init; } = trainable.Compared;

    /// <summary>The columns of an experiment, with its own objective and compared parameter.</summary>
    public static DeclaredColumns Of(ExperimentSpecification specification) =>
        new(specification.Trainable) { Objective = specification.Objective, Compared = specification.NamingParameter };

    /// <summary>The parameters of the split, which each run has of its own.</summary>
    public ImmutableArray<Parameter> Splits { get; } = [.. trainable.GridParameters.Where(parameter => parameter.Role == ParameterRole.Split)];

    /// <summary>The parameters of a configuration, which all have a column.</summary>
    public ImmutableArray<Parameter> Parameters { get; } = [.. trainable.GridParameters.Where(parameter => !parameter.IsRepeated)];

    /// <summary>The metrics, which all have a column.</summary>
    public ImmutableArray<Metric> Metrics => trainable.Metrics;

    /// <summary>The kind of a new column for values of a type.</summary>
    public static ColumnKind KindOf(ParameterType type) => type switch
    {
        NumberType => ColumnKind.Real,
        IntegerType { Word: null } => ColumnKind.Whole,
        IntegerType => ColumnKind.Any,
        _ => ColumnKind.Text,
    };

    /// <summary>A value as a column of a kind stores it; null if there is no value.</summary>
    public static object? Stored(ParameterValue? value, ColumnKind kind, SqlDialect dialect) => value switch
    {
        null => null,
        // PostgreSQL writes exponents in lower case when it converts a column of numbers to strings.
        ParameterValue.Number when kind == ColumnKind.Text => value.ToString()!.ToLowerInvariant(),
        _ when kind == ColumnKind.Text || (kind == ColumnKind.Any && dialect == SqlDialect.PostgreSql) => value.ToString(),
        ParameterValue.Number { Value: var number } => number,
        ParameterValue.Integer { Value: var whole } => kind == ColumnKind.Real ? (object)(double)whole : whole,
        _ => value.ToString(),
    };

    /// <summary>The columns of a configuration's parameters for a SELECT list.</summary>
    /// <param name="table">The alias of the table <c>configurations</c>.</param>
    public string SelectedValues(string table) => Selected(Parameters, table);

    /// <summary>The columns of the split's parameters for a SELECT list.</summary>
    /// <param name="table">The alias of the table <c>runs</c>.</param>
    public string SelectedSplits(string table) => Selected(Splits, table);

    /// <summary>The metrics for a SELECT list.</summary>
    /// <param name="expression">Builds the expression from a metric's column.</param>
    public string SelectedMetrics(Func<string, string> expression) =>
        string.Concat(Metrics.Select(metric => $", {expression(Sql.Quoted(metric.Name))} AS {Sql.Quoted(MetricPrefix + metric.Name)}"));

    /// <summary>Reads the values of a configuration's parameters that apply, in the order of the declaration.</summary>
    public ParameterValues Values(DbDataReader row) => Values(row, Parameters);

    /// <summary>Reads the values of a run: those of its configuration, then its split.</summary>
    public ParameterValues RunValues(DbDataReader row) => Values(row, [.. Parameters, .. Splits]);

    /// <summary>The values of a run's split as its columns store them.</summary>
    public IEnumerable<object?> SplitOf(RunSpecification run, SqlDialect dialect) =>
        Splits.Select(split => Stored(run.Value(split), KindOf(split.Type), dialect));

    /// <summary>Whether a parameter's column is in the table <c>runs</c>.</summary>
    public bool IsOfRuns(Parameter parameter) => Splits.Contains(parameter);

    private static string Selected(ImmutableArray<Parameter> parameters, string table) =>
        string.Concat(parameters.Select(parameter => $", {table}.{Sql.Quoted(parameter.Name)} AS {Sql.Quoted(ValuePrefix + parameter.Name)}"));

    private static ParameterValues Values(DbDataReader row, ImmutableArray<Parameter> parameters)
    {
        var names = ImmutableArray.CreateBuilder<string>(parameters.Length);
        var values = ImmutableArray.CreateBuilder<ParameterValue>(parameters.Length);
        foreach (var parameter in parameters)
        {
            if (row[ValuePrefix + parameter.Name] is var value and not DBNull)
            {
                names.Add(parameter.Name);
                values.Add(ValueOf(value, KindOf(parameter.Type)));
            }
        }

        return new ParameterValues(names.ToImmutable(), values.ToImmutable());
    }

    /// <summary>Reads the metrics in the order of the declaration; null for metrics without a value.</summary>
    public OrderedDictionary<string, double?> MetricsIn(DbDataReader row) => new(
        Metrics.Select(metric => KeyValuePair.Create(metric.Name, Finite(RealOf(row[MetricPrefix + metric.Name])))), StringComparer.Ordinal);

    /// <summary>The number; null if it is infinite or NaN, which JSON cannot express.</summary>
    public static double? Finite(double? number) => number is { } value && double.IsFinite(value) ? value : null;

    private static ParameterValue ValueOf(object value, ColumnKind kind) => kind switch
    {
        ColumnKind.Real => new ParameterValue.Number(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        ColumnKind.Whole => new ParameterValue.Integer(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        ColumnKind.Any when TextOf(value) is var text && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) =>
            new ParameterValue.Integer(whole),
        _ => new ParameterValue.Name(TextOf(value)),
    };

    private static double? RealOf(object value) => value is DBNull ? null : Convert.ToDouble(value, CultureInfo.InvariantCulture);

    private static string TextOf(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
