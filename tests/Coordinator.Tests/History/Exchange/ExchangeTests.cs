using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using NNOptim.Coordinator.Tests.History.Tables;
using NNOptim.Experiments;
using NNOptim.History.Exchange;
using NNOptim.History.Tables;
using NNOptim.Persistence;
using NNOptim.Protocol;
using NNOptim.Protocol.Serialization;
using NNOptim.Tests.Common;
using static NNOptim.Coordinator.Tests.Actors.Experiments;

namespace NNOptim.Coordinator.Tests.History.Exchange;

/// <summary>Experiments are exchanged between databases of either kind.</summary>
public sealed class ExchangeTests(PostgreSqlServer server) : HistoryTest(server)
{
    [Theory]
    [MemberData(nameof(Dialects))]
    public void An_exported_and_imported_experiment_is_the_same(SqlDialect dialect)
    {
        var from = Create(dialect);
        var to = Create(dialect == SqlDialect.Sqlite ? SqlDialect.PostgreSql : SqlDialect.Sqlite);
        Journals.Write(from, Id, [.. Journals.Life(Id), .. Journals.Steered(Id)]);
        Journals.Annotate(from, new ExperimentAnnotated(Id, Journals.Start) { Note = "größer", TagsAdded = ["x"] });

        var imported = ExperimentImport.Read(new MemoryStream(Export(from)));
        ExperimentImport.Write(to, imported, Journals.Start).ShouldBeTrue();
        ExperimentImport.Write(to, imported, Journals.Start).ShouldBeFalse();

        Export(to).ShouldBe(Export(from));
        foreach (var database in (JournalDatabase[])[from, to])
        {
            new HistoryProjection(database).CatchUp().Problems.ShouldBeEmpty();
        }

        foreach (var table in (string[])["experiment_tags", "configurations", "cost_points"])
        {
            Journals.Rows(to, table).ShouldBe(Journals.Rows(from, table));
        }
    }

    [Fact]
    public void An_export_can_be_read_by_people_and_programs()
    {
        var database = Create(SqlDialect.Sqlite);
        Journals.Write(database, Id, Journals.Life(Id));

        var document = JsonNode.Parse(Export(database))!;

        document["specification"]!.GetValue<string>().ShouldContain("name: spine");
        document["runs"]![0]!["values"]!["optimizer"]!.GetValue<string>().ShouldBe("gd");
        document["runs"]![0]!["values"]!["learning_rate"]!.GetValue<double>().ShouldBe(0.01);
        document["runs"]![0]!["metrics"]!["final_cost"]!.GetValue<double>().ShouldBe(0.4);
        document["runs"]![0]!["costs"]!.AsArray().Select(cost => cost!.GetValue<double>()).ShouldBe([0.5, 0.4]);
        document["runs"]![2]!["failure_reason"]!.GetValue<string>().ShouldContain("memory");
    }

    [Theory]
    [InlineData("", "not a JSON document")]
    [InlineData("[1]", "not an exported experiment")]
    [InlineData("{\"format\": \"other\"}", "not an exported experiment")]
    [InlineData("version", "version 3")]
    [InlineData("manifest", "events[2] cannot be read")]
    [InlineData("message", "events[2]")]
    [InlineData("first", "do not begin with a submission")]
    [InlineData("run", "not consecutive")]
    [InlineData("other", "several experiments")]
    [InlineData("event", "of the wrong kind")]
    [InlineData("large", "its grid has more than 1,000,000 runs")]
    [InlineData("values", "values do not match their parameters")]
    [InlineData("{\"format\": \"nnoptim-experiment\"}", "version is missing")]
    [InlineData("{\"format\": \"nnoptim-experiment\", \"version\": \"1\"}", "version is a string but must be a number")]
    [InlineData("{\"format\": \"nnoptim-experiment\", \"version\": 2, \"events\": [{\"manifest\": null}]}", "events[0].manifest is null but must be a string")]
    [InlineData("{\"format\": \"nnoptim-experiment\", \"version\": 2, \"events\": [{\"manifest\": \"x\", \"message\": \"*\"}]}", "events[0].message is not valid base64")]
    public void A_damaged_export_is_refused_with_the_reason(string damage, string reason)
    {
        var database = Create(SqlDialect.Sqlite);
        Journals.Write(database, Id, Journals.Life(Id));
        Journals.Annotate(database, new ExperimentAnnotated(Id, Journals.Start) { Note = "x" });
        var document = JsonNode.Parse(Export(database))!;
        var events = document["events"]!.AsArray();
        switch (damage)
        {
            case "version":
                document["version"] = 3;
                break;
            case "manifest":
                events[2]!["manifest"] = "zz";
                break;
            case "message":
                events[2]!["message"] = "////";
                break;
            case "first":
                events.RemoveAt(0);
                break;
            case "run":
                var unknown = new RunsRetried(Id, [77], Journals.Start);
                events.Add(new JsonObject { ["manifest"] = ProtocolCodec.ManifestOf(unknown), ["message"] = Convert.ToBase64String(ProtocolCodec.ToBytes(unknown)) });
                break;
            case "other":
                document["annotations"]![0]!["message"] = Convert.ToBase64String(ProtocolCodec.ToBytes(new ExperimentAnnotated(OtherId, Journals.Start)));
                break;
            case "large":
                events[0]!["message"] = Submitted(
                    ("seed", ParameterValue.Integers([.. Enumerable.Range(0, 1001).Select(seed => (long)seed)])),
                    ("learning_rate", ParameterValue.Numbers([.. Enumerable.Range(1, 1000).Select(rate => rate / 1000.0)])));
                break;
            case "values":
                events[0]!["message"] = Submitted(("seed", ParameterValue.Names("first")));
                break;
            case "event":
                events.Add(document["annotations"]![0]!.DeepClone());
                break;
        }

        var text = damage.Length is > 0 and < 10 && damage[0] is not ('[' or '{') ? document.ToJsonString() : damage;
        Should.Throw<ExchangeFormatException>(() => ExperimentImport.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)))).Message.ShouldContain(reason);
    }

    private static string Submitted(params (string Parameter, ImmutableArray<ParameterValue> Values)[] axes) => Convert.ToBase64String(ProtocolCodec.ToBytes(
        new ExperimentSubmitted(Id, axes.Aggregate(Specify(3), (specification, axis) => specification.With(axis.Parameter, axis.Values)), NNOptim.Coordinator.Tests.Actors.Experiments.Environment, Journals.Start)));

    [Fact]
    public void Any_file_is_an_experiment_or_is_refused_with_a_clear_message()
    {
        var database = Create(SqlDialect.Sqlite);
        Journals.Write(database, Id, Journals.Life(Id));
        string[] fragments =
        [
            "{", "}", "[", "]", ",", ":", "\"", "null", "true", "-1", "1e999", "99999999999999999999", "\0", "\\", "\\u0000", "\\ud800", "AAAA", "====", "\u001b[31m", "é",
        ];
        var (read, refused) = (0, 0);
        foreach (var text in Damage.Apply(Encoding.UTF8.GetString(Export(database)), fragments, 700))
        {
            try
            {
                ExperimentImport.Read(new MemoryStream(Encoding.UTF8.GetBytes(text))).Events.ShouldNotBeEmpty();
                read++;
            }
            catch (ExchangeFormatException error)
            {
                Damage.ShouldBePlain(error.Message, text);
                refused++;
            }
        }

        (read > 0, refused > 0).ShouldBe((true, true));
    }

    private static byte[] Export(JournalDatabase database)
    {
        using var output = new MemoryStream();
        ExperimentExport.Write(database, Id, output).ShouldBeTrue();
        return output.ToArray();
    }
}
