using System.Data.Common;
using System.Globalization;
using Dapper;
using NNOptim.Experiments;
using NNOptim.History.Tables;

// Dapper generates the code that maps rows when the project is compiled. The column ended_at sets the member EndedAt.
[module: DapperAot]
[module: TypeHandler(typeof(ExperimentId), typeof(StoredId))]
[module: TypeHandler(typeof(DateTimeOffset), typeof(StoredTime))]

namespace NNOptim.History.Tables;

/// <summary>How columns store ids.</summary>
internal sealed class StoredId : DbValueHandler<ExperimentId>
{
    protected override ExperimentId Parse(object? value) => ExperimentId.Parse((string)value!);

    protected override void SetValueCore(DbParameter parameter, ExperimentId value) => parameter.Value = value.Value;
}

/// <summary>How columns store times: as <see cref="HistoryWriter.Time(Persistence.SqlDialect, DateTimeOffset)"/> makes them, which also makes the parameters.</summary>
internal sealed class StoredTime : DbValueHandler<DateTimeOffset>
{
    protected override DateTimeOffset Parse(object? value) => value is DateTime time
        ? new DateTimeOffset(time.ToUniversalTime(), TimeSpan.Zero)
        : DateTimeOffset.Parse((string)value!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    protected override void SetValueCore(DbParameter parameter, DateTimeOffset value) =>
        throw new NotSupportedException("The dialect decides how a time is stored.");
}
