using NNOptim.Persistence;

namespace NNOptim.Coordinator.Tests.Persistence;

public class DatabaseAddressTests
{
    [Theory]
    [InlineData("results.db")]
    [InlineData("/data/a=b.db")]
    [InlineData("runs/host.db")]
    public void A_path_is_a_SQLite_file(string path) =>
        DatabaseAddress.Parse(path).ShouldBe(new SqliteDatabase(Path.GetFullPath(path)));

    [Theory]
    [InlineData("Host=db;Database=lab;Username=me")]
    [InlineData("postgres://me@db/lab")]
    [InlineData("postgresql://me@db:5432/lab")]
    [InlineData("POSTGRES://me@db/lab")]
    [InlineData("server=db;user id=me;db=lab")]
    public void A_connection_is_a_PostgreSQL_database(string address)
    {
        var database = DatabaseAddress.Parse(address).ShouldBeOfType<PostgreSqlDatabase>();

        var parts = database.Name.Split(';');
        parts.ShouldContain("Host=db");
        parts.ShouldContain("Database=lab");
        parts.ShouldContain("Username=me");
        DatabaseAddress.Parse(database.Name).ShouldBe(database);
    }

    [Fact]
    public void An_address_may_hold_settings_and_encoded_letters()
    {
        var database = DatabaseAddress.Parse("postgres://m%40e:p%3Aw@db:6543/lab?sslmode=verify-full&connect_timeout=3");

        database.ConnectionString.ShouldContain("Username=m@e");
        database.ConnectionString.ShouldContain("p:w");
        database.ConnectionString.ShouldContain("Port=6543");
        database.ConnectionString.ShouldContain("VerifyFull");
        database.ConnectionString.ShouldContain("Timeout=3");
    }

    [Theory]
    [InlineData("Host=db;Database=lab;Username=me;Password=sesame")]
    [InlineData("postgres://me:sesame@db/lab")]
    [InlineData("postgres://me@db/lab?password=sesame")]
    public void A_password_is_used_and_never_shown(string address)
    {
        var database = DatabaseAddress.Parse(address);

        database.ConnectionString.ShouldContain("sesame");
        database.Name.ShouldNotContain("sesame");
        database.ToString().ShouldNotContain("sesame");
        $"{database}".ShouldNotContain("sesame");
        DatabaseAddress.WithoutPasswords(address).ShouldNotContain("sesame");
    }

    [Theory]
    [InlineData("")]
    [InlineData("mysql://db/lab", "mysql")]
    [InlineData("Host=db;Databse=lab", "Databse", "Database is missing")]
    [InlineData("Host=db;Database=lab;Port=many;Timeout=soon", "Port", "Timeout")]
    [InlineData("Database=lab", "Host is missing")]
    [InlineData("Host=db", "Database is missing")]
    [InlineData("Host=db;Database", "not a list of KEY=VALUE")]
    [InlineData("postgres://me@/lab", "not a PostgreSQL address")]
    [InlineData("postgres:///lab", "Host is missing")]
    [InlineData("postgres://me@db/lab?colour=red", "colour", "sslmode")]
    [InlineData("postgres://me@db:port/lab", "not a PostgreSQL address")]
    public void A_malformed_address_is_reported_in_full(string address, params string[] told)
    {
        var message = Should.Throw<FormatException>(() => DatabaseAddress.Parse(address)).Message;

        message.ShouldStartWith("--db: ");
        told.ShouldAllBe(words => message.Contains(words, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Hst=db;Database=lab;Password=sesame")]
    [InlineData("Host=db;Port=many;Password=sesame")]
    [InlineData("postgres://me:sesame@db:port/lab")]
    public void An_error_shows_no_password(string address) =>
        Should.Throw<FormatException>(() => DatabaseAddress.Parse(address)).Message.ShouldNotContain("sesame");

    [Theory]
    [InlineData("nnoptim run --db Host=db;Password=sesame;Database=lab", "nnoptim run --db Host=db;Password=***;Database=lab")]
    [InlineData("postgres://me:sesame@db/lab", "postgres://me:***@db/lab")]
    [InlineData("Host=db;pwd='a;b';Port=1", "Host=db;pwd=***;Port=1")]
    [InlineData("--set training.epochs=100", "--set training.epochs=100")]
    public void Passwords_are_removed_from_texts(string text, string expected) =>
        DatabaseAddress.WithoutPasswords(text).ShouldBe(expected);
}
