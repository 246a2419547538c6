using CsCheck;
using NNOptim.Experiments;
using NNOptim.Training.Datasets;

namespace NNOptim.Worker.Tests.Training.Tables;

/// <summary>Tables become examples: columns features, texts levels, labels classes.</summary>
public class TableDatasetTests
{
    private const string People = """
        id,name,age,sex,port,fare,survived
        1,"Doe, J.",22,male,S,7.25,0
        2,"Roe, A.",38,female,C,71.3,1
        3,"Poe, E.",,female,S,7.9,1
        4,"Moe, L.",35,female,S,53.1,1
        5,"Joe, K.",35,male,,8.05,0
        6,"Zoe, P.",54,male,Q,51.9,0

        """;

    [Fact]
    public void Text_becomes_one_input_for_each_level()
    {
        var loaded = Load(People, new() { Exclude = ["id", "name"], Missing = MissingValues.Drop });
        var data = loaded.Data.Train;

        data.FeatureNames.ShouldBe(["age", "sex=female", "sex=male", "port=C", "port=Q", "port=S", "fare"]);
        data.Example(0).ToArray().ShouldBe([22, 0, 1, 0, 0, 1, 7.25]);
        data.Example(1).ToArray().ShouldBe([38, 1, 0, 1, 0, 0, 71.3]);
        data.Labels.ShouldBe([0.0, 1, 1, 0]);
        loaded.Data.Notes.ShouldContain("2 of 6 examples are left out, because values are missing in age (1), port (1).");
        loaded.Data.Notes.ShouldContain("column 'sex' is categorical: 2 inputs, one for each of female, male.");
    }

    [Theory]
    [InlineData(MissingValues.Mean, "36.8", 36.8)]
    [InlineData(MissingValues.Median, "35", 35)]
    [InlineData(MissingValues.MostFrequent, "35", 35)]
    public void Missing_values_are_filled_and_the_fill_values_are_kept(MissingValues missing, string age, double filled)
    {
        var loaded = Load(People, new() { Exclude = ["id", "name"], Missing = missing });

        loaded.Specification.Table.Fills.ShouldBe([new("age", age), new("port", "S")]);
        loaded.Data.Train.Example(2)[0].ShouldBe(filled);
        loaded.Data.Train.Example(4).ToArray().ShouldBe([35, 0, 1, 0, 0, 1, 8.05]);
    }

    [Fact]
    public void Fill_values_come_from_the_training_examples_alone()
    {
        var loaded = Load("x,y\n1,0\n2,1\n3,0\n?,1\n1000,0\n", new() { Missing = MissingValues.Mean }, new() { Kind = DatasetKind.Csv, Split = SplitKind.Ordered, TestFraction = 0.2 });

        loaded.Specification.Table.Fills.ShouldBe([new("x", "2")]);
        loaded.Data.Train.Inputs.ShouldBe([1.0, 2, 3, 2]);
        loaded.Data.Test!.Inputs.ShouldBe([1000.0]);
    }

    [Fact]
    public void Missing_values_are_summed_up_by_column()
    {
        var errors = ErrorsOf(People, new() { Exclude = ["id", "name"] });

        errors.Length.ShouldBe(2);
        errors[0].ShouldEndWith(": column 'age': 1 of 6 values are missing (first at line 4); give missing: drop, mean, median or most_frequent, or exclude the column.");
    }

    [Fact]
    public void Text_of_many_values_is_an_error_that_names_the_key_to_give()
    {
        var rows = string.Concat(Enumerable.Range(0, 150).Select(row => $"n{row},t{row % 120},{row % 7},{row % 2}\n"));
        ErrorsOf("name,ticket,x,y\n" + rows, new()).ShouldHaveSingleItem().ShouldEndWith(
            "column 'name' has text with 150 distinct values, column 'ticket' has text with 120 distinct values; at most 100 become categories by themselves: give exclude: [name, ticket], or name the columns in categorical.");
        Load("name,ticket,x,y\n" + rows, new() { Exclude = ["name"], Categorical = [new("ticket", [])] }).Data.Train.Features.ShouldBe(121);
    }

    [Fact]
    public void A_few_texts_among_numbers_are_no_categories()
    {
        var errors = ErrorsOf("x,y\n1,0\n2,1\nabc,1\n3,0\n", new());

        errors.ShouldHaveSingleItem().ShouldContain("column 'x': 1 of 4 values are no numbers ('abc' at line 4)");
        Load("x,y\n1,0\n2,1\nabc,1\n3,0\n", new() { MissingTexts = ["abc"], Missing = MissingValues.Drop }).Data.Train.Examples.ShouldBe(3);
        Load("x,y\n1,0\n2,1\nabc,1\n3,0\n", new() { Categorical = [new("x", [])] }).Data.Train.FeatureNames.ShouldBe(["x=1", "x=2", "x=3", "x=abc"]);
    }

    [Theory]
    [InlineData("True,False,True")]
    [InlineData("TRUE,FALSE,TRUE")]
    [InlineData("yes,no,yes")]
    public void A_column_of_flags_is_one_input(string cells)
    {
        var values = cells.Split(',');
        var data = Load($"x,flag,y\n1,{values[0]},0\n2,{values[1]},1\n3,{values[2]},1\n", new()).Data.Train;

        data.FeatureNames.ShouldBe(["x", "flag"]);
        data.Inputs.ShouldBe([1.0, 1, 2, 0, 3, 1]);
    }

    [Fact]
    public void Ordinal_levels_have_the_given_order()
    {
        const string Sizes = "size,y\nsmall,0\nlarge,1\nmedium,1\n";
        Load(Sizes, new() { Ordinal = [new("size", ["small", "medium", "large"])] }).Data.Train.Inputs.ShouldBe([0.0, 2, 1]);
        ErrorsOf(Sizes, new() { Ordinal = [new("size", ["small", "large"])] }).ShouldHaveSingleItem()
            .ShouldBe("dataset.ordinal: the column 'size' has values that are no levels: medium; add them, or name them in missing_values.");
    }

    [Theory]
    [InlineData("2,4,2,4", "2 4", "0 1 0 1")]
    [InlineData("1,2,3,1", "1 2 3", "0 1 2 0")]
    [InlineData("-1,1,1,-1", "-1 1", "0 1 1 0")]
    [InlineData("1,2,3,7", "1 2 3 7", "0 1 2 3")]
    [InlineData("10,9,10,9", "9 10", "1 0 1 0")]
    [InlineData("1,1.0,2,2", "1 2", "0 0 1 1")]
    [InlineData("M,B,B,M", "B M", "1 0 0 1")]
    [InlineData("b,a,C,a", "C a b", "2 1 0 1")]
    public void Classes_are_the_distinct_labels_in_order(string labels, string classes, string mapped)
    {
        var loaded = Load("x,y\n" + string.Concat(labels.Split(',').Select((label, row) => $"{row + 0.5},{label}\n")), new());

        loaded.Specification.Table.Classes.ShouldBe(classes.Split(' '));
        loaded.Data.Train.Classes.ShouldBe(classes.Split(' ').Length);
        loaded.Data.Train.Labels.Select(label => $"{label}").ShouldBe(mapped.Split(' '));
    }

    [Fact]
    public void Given_classes_have_their_order()
    {
        Load("x,y\n1,no\n2,yes\n", new() { Classes = ["yes", "no"] }).Data.Train.Labels.ShouldBe([1.0, 0]);
        ErrorsOf("x,y\n1,no\n2,maybe\n", new() { Classes = ["yes", "no"] }).ShouldHaveSingleItem().ShouldContain("values that are no classes: maybe");
    }

    [Fact]
    public void Real_labels_are_no_classes() =>
        ErrorsOf("x,y\n1,2.5\n2,1\n", new()).ShouldHaveSingleItem().ShouldContain("2.5 is no whole number; for real labels give task: regression");

    [Fact]
    public void A_number_whose_square_overflows_is_reported() =>
        ErrorsOf("x,y\n1,0\n1e200,1\n", new()).ShouldHaveSingleItem().ShouldContain("column 'x': 1E+200 in row 2 is too large, because its square overflows");

    [Fact]
    public void Ids_and_constant_columns_are_told()
    {
        var rows = string.Concat(Enumerable.Range(0, 30).Select(row => $"{row},7,{row * 0.5},{row % 2}\n"));
        var notes = Load("id,same,x,y\n" + rows, new()).Data.Notes;

        notes.ShouldContain("column 'id' has a different whole number in each row; if it is an id, give exclude: [id].");
        notes.ShouldContain("the same value is in every example of column same.");
    }

    [Theory]
    [InlineData("label", "dataset.label: there is no column 'nme' (did you mean name?); the columns are name, x, y.")]
    [InlineData("exclude", "dataset.exclude: there is no column 'nme' (did you mean name?); the columns are name, x, y.")]
    [InlineData("features", "dataset.features: there is no column 'nme' (did you mean name?); the columns are name, x, y.")]
    [InlineData("group", "dataset.group: there is no column 'nme' (did you mean name?); the columns are name, x, y.")]
    public void A_column_that_does_not_exist_is_reported_at_its_key(string key, string error)
    {
        TableReading reading = key switch
        {
            "label" => new() { Label = "nme" },
            "exclude" => new() { Exclude = ["nme"] },
            "features" => new() { Features = ["nme"] },
            _ => new() { Group = "nme" },
        };
        ErrorsOf("name,x,y\n1,2,0\n2,4,1\n", reading).ShouldHaveSingleItem().ShouldBe(error);
    }

    [Fact]
    public void Columns_may_be_named_by_their_numbers()
    {
        var data = Load("a,b,c\n1,0,5\n2,1,6\n", new() { Label = "2", Features = ["3", "a"] }).Data.Train;

        data.FeatureNames.ShouldBe(["c", "a"]);
        data.Inputs.ShouldBe([5.0, 1, 6, 2]);
    }

    [Fact]
    public void Groups_stay_on_one_side()
    {
        var rows = string.Concat(Enumerable.Range(0, 40).Select(row => $"{row},p{row / 4},{row % 2}\n"));
        var data = Load("x,patient,y\n" + rows, new() { Group = "patient" }, new() { Kind = DatasetKind.Csv, TestFraction = 0.3 }).Data;

        data.Train.FeatureNames.ShouldBe(["x"]);
        Groups(data.Train).Intersect(Groups(data.Test!)).ShouldBeEmpty();
        (data.Train.Examples, data.Test!.Examples).ShouldBe((28, 12));

        static IEnumerable<int> Groups(Dataset part) => part.Inputs.Select(x => (int)x / 4);
    }

    [Fact]
    public void The_last_dates_are_the_test_data()
    {
        const string Days = "day,x,y\n2024-03-01,3,0\n2024-01-01,1,0\n2024-02-01,2,1\n2024-04-01,4,1\n";
        var data = Load(Days, new() { OrderBy = "day" }, new() { Kind = DatasetKind.Csv, TestFraction = 0.5, Split = SplitKind.Ordered }).Data;

        (data.Train.Inputs, data.Test!.Inputs).ShouldSatisfyAllConditions(
            parts => parts.Item1.ShouldBe([1.0, 2]),
            parts => parts.Item2.ShouldBe([3.0, 4]));
    }

    [Fact]
    public void Values_of_test_examples_alone_are_told()
    {
        var notes = Load("c,x,y\na,1,0\na,2,1\nb,3,0\na,4,1\nz,5,1\n", new(), new() { Kind = DatasetKind.Csv, TestFraction = 0.2, Split = SplitKind.Ordered }).Data.Notes;
        notes.ShouldContain("column 'c': only test examples have the value z, so the training learns nothing about it.");
    }

    [Fact]
    public void Listed_columns_are_standardised()
    {
        var specification = new DatasetSpecification { Kind = DatasetKind.Csv, Standardize = StandardizedFeatures.Numeric };
        const string Text = "a,c,b,y\n1,u,10,0\n3,v,30,1\n";
        Load(Text, new(), specification).Data.Train.Inputs.ShouldBe([-1.0, 1, 0, -1, 1, 0, 1, 1]);
        Load(Text, new(), specification with { Standardize = StandardizedFeatures.Listed, StandardizedColumns = ["b"] }).Data.Train.Inputs.ShouldBe([1.0, 1, 0, -1, 3, 0, 1, 1]);
        Should.Throw<DatasetException>(() => Load(Text, new(), specification with { Standardize = StandardizedFeatures.Listed, StandardizedColumns = ["z"] }))
            .Message.ShouldBe("dataset.standardize: z is no feature; the features are a, c, b.");
    }

    [Fact]
    public void Labels_of_a_regression_are_standardised_by_the_training_examples()
    {
        var specification = new DatasetSpecification { Kind = DatasetKind.Csv, Task = LearningTask.Regression, StandardizeLabel = true, Split = SplitKind.Ordered, TestFraction = 0.3 };
        var data = Load("x,y\n1,10\n2,30\n3,50\n", new(), specification).Data;

        (data.Train.LabelMean, data.Train.LabelScale).ShouldBe((20, 10));
        data.Train.Labels.ShouldBe([-1.0, 1]);
        data.Test!.Labels.ShouldBe([3.0]);
    }

    [Fact]
    public void Too_many_levels_for_a_message_are_refused()
    {
        var rows = string.Concat(Enumerable.Range(0, 3000).Select(row => $"a long name of a level {row},{row % 2}\n"));
        ErrorsOf("name,y\n" + rows, new() { Categorical = [new("name", [])] }).ShouldHaveSingleItem().ShouldContain("at most 30,000 are allowed");
    }

    /// <summary>A resolved reading is complete: another look at the same data changes nothing, neither in it nor in the examples.</summary>
    [Fact]
    public void A_resolved_reading_stays_as_it_is() =>
        Tables.Sample(
            table =>
            {
                var loaded = Load(table.Text, table.Reading, table.Specification);
                var again = Load(table.Text, loaded.Specification.Table, loaded.Specification);

                again.Specification.Table.ShouldBe(loaded.Specification.Table);
                again.Data.Train.Inputs.ShouldBe(loaded.Data.Train.Inputs);
                again.Data.Train.Labels.ShouldBe(loaded.Data.Train.Labels);
                (again.Data.Test?.Inputs ?? []).ShouldBe(loaded.Data.Test?.Inputs ?? []);
            },
            iter: 200);

    private static readonly Gen<(string Text, TableReading Reading, DatasetSpecification Specification)> Tables =
        from rows in Gen.Int[12, 40]
        from numbers in Gen.Int[-50, 50].Array[rows]
        from missing in Gen.Int[0, 9].Array[rows]
        from texts in Gen.OneOf("red", "green", "blue", "café").Array[rows]
        from labels in Gen.OneOf("yes", "no", "never").Array[rows]
        from delimiter in Gen.OneOf(",", ";", "\t")
        from fill in Gen.OneOf(MissingValues.Drop, MissingValues.Mean, MissingValues.Median, MissingValues.MostFrequent)
        from fraction in Gen.OneOf(0, 0.25)
        from standardize in Gen.OneOf(StandardizedFeatures.None, StandardizedFeatures.All, StandardizedFeatures.Numeric)
        where labels.Where((_, row) => missing[row] > 1).Distinct().Count() > 1 && missing.Count(number => number > 1) > 8
        select (
            $"n{delimiter}t{delimiter}y\n" + string.Concat(Enumerable.Range(0, rows).Select(row =>
                $"{(missing[row] == 0 ? "NA" : numbers[row])}{delimiter}{(missing[row] == 1 ? "" : texts[row])}{delimiter}{labels[row]}\n")),
            new TableReading { Missing = fill },
            new DatasetSpecification { Kind = DatasetKind.Csv, TestFraction = fraction, Stratify = fraction > 0, Standardize = standardize });

    private static LoadedDataset Load(string text, TableReading reading, DatasetSpecification? specification = null)
    {
        using var file = new TemporaryFile(text);
        return DatasetLoader.Resolve((specification ?? new() { Kind = DatasetKind.Csv }) with { Path = file.Path, Sha256 = null, Table = reading });
    }

    private static string[] ErrorsOf(string text, TableReading reading) =>
        [.. Should.Throw<DatasetException>(() => Load(text, reading)).Errors];
}
