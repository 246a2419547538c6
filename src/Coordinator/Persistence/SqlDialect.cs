namespace NNOptim.Persistence;

/// <summary>The kinds of database whose statements differ.</summary>
public enum SqlDialect
{
    /// <summary>SQLite 3.</summary>
    Sqlite,

    /// <summary>PostgreSQL 13 or later.</summary>
    PostgreSql,
}
