using System.Net;
using System.Text;
using System.Text.Json;
using NNOptim.Coordinator.Dashboard;

namespace NNOptim.Coordinator.Tests.Dashboard;

/// <summary>The description of uploaded data files.</summary>
public sealed class DescriptionTests(LiveDashboard dashboard) : IClassFixture<LiveDashboard>
{
    private const long MiB = 1024 * 1024;

    [Fact]
    public async Task A_good_file_is_described_with_its_section()
    {
        var found = await DescribedAsync("my iris.csv", IrisOf(5), "label=species", "test_fraction=0.2");

        (Number("rows"), Number("inputs"), Number("training_examples"), Number("test_examples")).ShouldBe((15, 2, 12, 3));
        Rows("columns", "number", "name", "role", "type", "distinct", "missing").ShouldBe(
            ["1 length feature numbers 15 0", "2 width feature numbers 5 0", "3 species label texts 3 0"]);
        Rows("classes", "label", "training", "test").ShouldBe(["setosa 4 1", "versicolor 4 1", "virginica 4 1"]);
        found.GetProperty("columns")[0].GetProperty("values").GetString().ShouldBe("1 to 3.4, mean 2.2");
        found.GetProperty("first_rows").GetArrayLength().ShouldBe(5);
        found.GetProperty("first_rows")[0].EnumerateArray().Select(cell => cell.GetString()).ShouldBe(["1", "0.5", "setosa"]);
        found.GetProperty("errors").GetArrayLength().ShouldBe(0);
        found.GetProperty("usable").GetBoolean().ShouldBeTrue();
        found.GetProperty("section").GetString().ShouldBe("dataset:\n  path: \"my iris.csv\"\n  label: species\n  test_fraction: 0.2\n");

        int Number(string name) => found.GetProperty(name).GetInt32();

        IEnumerable<string> Rows(string list, params string[] names) =>
            found.GetProperty(list).EnumerateArray().Select(row => string.Join(" ", names.Select(name => row.GetProperty(name).ToString())));
    }

    [Fact]
    public async Task A_file_that_needs_keys_is_described_with_errors_and_proposed_keys()
    {
        var found = await DescribedAsync("a.csv", "x,y\n1,a\n,b\n3,a\n4,b\n");

        found.GetProperty("errors").EnumerateArray().ShouldNotBeEmpty();
        found.GetProperty("usable").GetBoolean().ShouldBeTrue();
        found.GetProperty("section").GetString()!.ShouldContain("missing: median");
        NamesNoFolder(found.ToString());
    }

    [Fact]
    public async Task Every_wrong_key_is_an_error()
    {
        using var answer = await SendAsync("a.csv", IrisOf(2), "shoe_size=46", "test_fraction=2", "header");

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var body = await BodyAsync(answer);
        body.GetProperty("detail").GetString().ShouldBe("The keys have 3 errors.");
        Errors(body, "key").ShouldBe(["dataset.shoe_size", "dataset.test_fraction", ""], ignoreOrder: true);
        NamesNoFolder(body.ToString());
    }

    [Theory]
    [InlineData("path=/etc/passwd", "dataset.path")]
    [InlineData(" path = /etc/passwd", "dataset.path")]
    [InlineData("dataset.path=/etc/passwd", "dataset.path")]
    [InlineData("labels_path=/etc/passwd", "dataset.labels_path")]
    [InlineData("kind=idx", "dataset.labels_path")]
    [InlineData("kind=moons", "dataset.path")]
    [InlineData("kind=digits", "dataset.path")]
    public async Task No_key_leads_to_other_data(string key, string refused)
    {
        using var answer = await SendAsync("a.csv", IrisOf(2), key);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        Errors(await BodyAsync(answer), "key").ShouldBe([refused]);
    }

    [Theory]
    [InlineData("a.parquet", "x,y\n1,0\n")]
    [InlineData("a.csv.gz", "x,y\n1\n")]
    [InlineData("a.csv", "")]
    public async Task An_unreadable_file_is_answered_with_the_reason_and_its_own_name(string name, string content)
    {
        using var answer = await SendAsync(name, content);

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var body = await BodyAsync(answer);
        Errors(body, "message").ShouldHaveSingleItem().ShouldContain(name);
        NamesNoFolder(body.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../a.csv")]
    [InlineData("/etc/a.csv")]
    [InlineData("""..\a.csv""")]
    [InlineData("a\0.csv")]
    [InlineData("a\n.csv")]
    public async Task A_name_that_is_no_file_name_is_refused(string name)
    {
        using var answer = await SendAsync(name, IrisOf(2));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await BodyAsync(answer)).GetProperty("detail").GetString()!.ShouldContain("name");
    }

    [Theory]
    [InlineData(255, HttpStatusCode.OK)]
    [InlineData(256, HttpStatusCode.BadRequest)]
    public async Task A_name_has_at_most_255_characters(int length, HttpStatusCode status)
    {
        using var answer = await SendAsync(new string('é', length - 4) + ".csv", IrisOf(2));

        answer.StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task A_name_without_an_extension_needs_the_kind()
    {
        using var without = await SendAsync("a", IrisOf(2));
        var found = await DescribedAsync("a", IrisOf(2), "kind=csv");

        without.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        Errors(await BodyAsync(without), "key").ShouldBe(["dataset.kind"]);
        found.GetProperty("section").GetString().ShouldBe("dataset:\n  kind: csv\n  path: a\n");
    }

    [Fact]
    public async Task A_file_at_the_limit_is_read()
    {
        using var client = new HttpClient();
        using var content = new ByteArrayContent(new byte[64 * MiB]);
        content.Headers.ContentType = new("application/octet-stream");

        using var answer = await client.PostAsync(AddressOf("a.parquet"), content, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Theory]
    [InlineData("a.CSV", "data.CSV")]
    [InlineData("a b.tsv.gz", "data.tsv.gz")]
    [InlineData("a.*", "data")]
    [InlineData("a", "data")]
    public async Task A_stored_file_has_only_the_extensions_of_its_name_and_is_deleted(string name, string stored)
    {
        var file = await UploadedFile.ReceiveAsync(name, new MemoryStream([1, 2, 3]), TestContext.Current.CancellationToken);

        file.StoredName.ShouldBe(stored);
        (await File.ReadAllBytesAsync(file.StoredPath, TestContext.Current.CancellationToken)).ShouldBe([1, 2, 3]);
        file.Clean($"{file.StoredPath}: line 3").ShouldBe($"{name}: line 3");
        file.Dispose();
        Directory.Exists(file.Folder).ShouldBeFalse();
    }

    [Fact]
    public async Task A_file_above_the_limit_is_refused_before_it_is_read()
    {
        using var client = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromHours(1) });
        using var request = new HttpRequestMessage(HttpMethod.Post, AddressOf("a.csv")) { Content = new ByteArrayContent(new byte[(64 * MiB) + 1]) };
        request.Content.Headers.ContentType = new("application/octet-stream");
        request.Headers.ExpectContinue = true;

        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await BodyAsync(answer)).GetProperty("detail").GetString()!.ShouldContain("67108864 bytes");
    }

    [Fact]
    public async Task A_body_without_a_length_is_refused()
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, AddressOf("a.csv")) { Content = new ByteArrayContent("x,y\n1,0\n"u8.ToArray()) };
        request.Content.Headers.ContentType = new("application/octet-stream");
        request.Headers.TransferEncodingChunked = true;

        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.LengthRequired);
    }

    /// <summary>A file with three classes.</summary>
    internal static string IrisOf(int each)
    {
        var text = new StringBuilder("length,width,species\n");
        foreach (var (name, place) in ((string[])["setosa", "versicolor", "virginica"]).Select((name, place) => (name, place)))
        {
            for (var i = 0; i < each; i++)
            {
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{place + 1 + (i / 10.0)},{i + 0.5},{name}\n");
            }
        }

        return text.ToString();
    }

    private async Task<JsonElement> DescribedAsync(string name, string content, params string[] keys)
    {
        using var answer = await SendAsync(name, content, keys);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return await BodyAsync(answer);
    }

    private Task<HttpResponseMessage> SendAsync(string name, string content, params string[] keys) =>
        LiveDashboard.SendAsync(HttpMethod.Post, AddressOf(name, keys), content, "application/octet-stream");

    private Uri AddressOf(string name, params string[] keys) => new(
        dashboard.Open, $"/api/v1/datasets/description?name={Uri.EscapeDataString(name)}{string.Concat(keys.Select(key => $"&set={Uri.EscapeDataString(key)}"))}");

    private static IEnumerable<string> Errors(JsonElement problem, string property) =>
        problem.GetProperty("errors").EnumerateArray().Select(error => error.TryGetProperty(property, out var value) ? value.ToString() : "");

    private static void NamesNoFolder(string text)
    {
        text.ShouldNotContain("nnoptim-upload");
        text.ShouldNotContain(Path.GetTempPath());
    }

    private static async Task<JsonElement> BodyAsync(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
}
