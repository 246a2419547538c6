using System.Net;
using System.Text;
using System.Text.Json;
using NNOptim.Coordinator.Tests.ExperimentFiles;
using NNOptim.Tests.Common;

namespace NNOptim.Coordinator.Tests.Dashboard;

/// <summary>Damaged experiment files over HTTP.</summary>
public sealed class DamagedSubmissionTests(LiveDashboard dashboard) : IClassFixture<LiveDashboard>
{
    [Fact]
    public async Task A_damaged_file_is_refused_with_its_errors()
    {
        using var client = new HttpClient();
        foreach (var text in DamagedFiles.All)
        {
            using var verdict = await PostAsync(client, "experiments/validation", text);
            verdict.StatusCode.ShouldBe(HttpStatusCode.OK, text);
            if ((await ReadAsync(verdict)).GetProperty("is_valid").GetBoolean())
            {
                continue;
            }

            using var answer = await PostAsync(client, "experiments", text);
            answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, text);
            foreach (var error in (await ReadAsync(answer)).GetProperty("errors").EnumerateArray())
            {
                Damage.ShouldBePlain(error.GetProperty("message").GetString()!, text);
            }
        }
    }

    private Task<HttpResponseMessage> PostAsync(HttpClient client, string path, string text) => client.PostAsync(
        new Uri(dashboard.Open, $"/api/v1/{path}"), new StringContent(text, Encoding.UTF8, "application/yaml"), TestContext.Current.CancellationToken);

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
}
