using NNOptim.Hosting;

namespace NNOptim.Shared.Tests.Hosting;

public sealed class DataFolderTests : IDisposable
{
    private readonly string? before = Environment.GetEnvironmentVariable(DataFolder.Variable);

    [Fact]
    public void The_environment_variable_sets_the_folder()
    {
        var folder = Path.Combine(Path.GetTempPath(), "nnoptim home");
        Environment.SetEnvironmentVariable(DataFolder.Variable, folder);

        DataFolder.Path.ShouldBe(folder);
    }

    [Fact]
    public void A_relative_folder_is_made_absolute()
    {
        Environment.SetEnvironmentVariable(DataFolder.Variable, "somewhere");

        DataFolder.Path.ShouldBe(Path.GetFullPath("somewhere"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_the_variable_the_folder_is_in_the_users_data(string? value)
    {
        Environment.SetEnvironmentVariable(DataFolder.Variable, value);

        Path.GetFileName(DataFolder.Path).ShouldBe("nnoptim");
        Path.IsPathFullyQualified(DataFolder.Path).ShouldBeTrue();
    }

    public void Dispose() => Environment.SetEnvironmentVariable(DataFolder.Variable, before);
}
